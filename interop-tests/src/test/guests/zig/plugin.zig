//! Provides `demo.peer`, build 300.
const std = @import("std");
const polyplug = @import("generated/polyplug.zig");

const number = 300;

const buffer_too_small = 2;

const panicked = 3;

pub const Peer = struct {
    pub fn init() !Peer {
        return .{};
    }

    pub fn deinit(self: *Peer) void {
        self.* = undefined;
    }

    pub fn build(_: *Peer, _: *polyplug.Call) anyerror!u32 {
        return number;
    }

    pub fn stamp(_: *Peer, _: *polyplug.Call, v: u64) anyerror!u64 {
        return v * 1000 + number;
    }

    pub fn shout(_: *Peer, call: *polyplug.Call, v: []const u8) anyerror![]const u8 {
        const upper = try std.ascii.allocUpperString(call.allocator(), v);
        return std.fmt.allocPrint(call.allocator(), "{s} from {d}", .{ upper, number });
    }

    pub fn fail(_: *Peer, call: *polyplug.Call, text: []const u8) anyerror!void {
        return call.fail(buffer_too_small, "{s}", .{text});
    }

    /// Zig cannot catch a panic.
    pub fn panic(_: *Peer, call: *polyplug.Call, text: []const u8) anyerror!void {
        return call.fail(panicked, "{s}", .{text});
    }
};
