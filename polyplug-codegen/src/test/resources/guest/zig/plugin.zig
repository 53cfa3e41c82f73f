//! What the author of a bundle with everything would write.
const std = @import("std");
const polyplug = @import("generated/polyplug.zig");
const host = polyplug.host;
const types = polyplug.types;

pub const EveryType = struct {
    pub fn init() !EveryType {
        return .{};
    }

    pub fn deinit(self: *EveryType) void {
        self.* = undefined;
    }

    pub fn scalars(_: *EveryType, _: *polyplug.Call, a: u8, b: i8, c: u16, d: i16, e: u32, f: i32, g: u64, h: i64, i: f32, j: f64, k: bool, l: usize) anyerror!types.Scalars {
        return .{ .a = a, .b = b, .c = c, .d = d, .e = e, .f = f, .g = g, .h = h, .i = i, .j = j, .k = k, .l = l };
    }

    pub fn echoText(_: *EveryType, _: *polyplug.Call, text: []const u8) anyerror![]const u8 {
        return text;
    }

    pub fn echoBytes(_: *EveryType, _: *polyplug.Call, bytes: []const u8) anyerror![]const u8 {
        return bytes;
    }

    pub fn mirror(self: *EveryType, call: *polyplug.Call, line: types.Line) anyerror!types.Line {
        return .{ .a = line.b, .k = try self.level(call, line.k), .b = line.a, .access = line.access };
    }

    pub fn remix(self: *EveryType, call: *polyplug.Call, mixed: types.Mixed) anyerror!types.Mixed {
        var other = mixed;
        other.small += 1;
        other.on = !mixed.on;
        other.medium += 1;
        other.large += 1;
        other.text = try std.mem.concat(call.allocator(), u8, &.{ mixed.text, "!" });
        other.point = .{ .x = mixed.point.x + 1, .y = mixed.point.y + 1 };
        other.colour = try self.colour(call, mixed.colour);
        other.address += 1;
        return other;
    }

    pub fn colour(_: *EveryType, _: *polyplug.Call, given: types.Colour) anyerror!types.Colour {
        return if (given == .red) .blue else .red;
    }

    pub fn level(_: *EveryType, _: *polyplug.Call, given: types.Level) anyerror!types.Level {
        return if (given == .low) .high else .low;
    }

    pub fn unit(_: *EveryType, _: *polyplug.Call, given: types.Unit) anyerror!types.Unit {
        return if (given == .metre) .light_year else .metre;
    }

    pub fn big(_: *EveryType, _: *polyplug.Call, given: types.Big) anyerror!types.Big {
        return if (given == .one) .top else .one;
    }

    pub fn toggle(_: *EveryType, _: *polyplug.Call, access: types.Access, with: types.Access) anyerror!types.Access {
        return if (access.contains(with)) .{ .bits = access.bits ^ with.bits } else access.with(with);
    }

    pub fn cat(_: *EveryType, call: *polyplug.Call, first: []const u8, n: u8, second: []const u8) anyerror![]const u8 {
        return std.mem.concat(call.allocator(), u8, &.{ first, &.{n}, second });
    }

    pub fn nothing(_: *EveryType, _: *polyplug.Call) anyerror!void {
        polyplug.log(.info, "nothing, 1 times");
    }

    pub fn fail(_: *EveryType, call: *polyplug.Call, code: u32, why: []const u8) anyerror!void {
        return call.fail(code, "because of {s}", .{why});
    }

    pub fn now(_: *EveryType, call: *polyplug.Call) anyerror!i64 {
        const clock = try host.findClock(call);
        return try clock.now(call) + 1;
    }

    pub fn zoned(_: *EveryType, call: *polyplug.Call, at: i64, zone: []const u8) anyerror![]const u8 {
        const clock = try host.findClock(call);
        return std.fmt.allocPrint(call.allocator(), "<{s}>", .{try clock.zoned(call, at, zone)});
    }

    pub fn noted(_: *EveryType, call: *polyplug.Call, mixed: types.Mixed) anyerror!types.Mixed {
        const notes = try host.findNotes(call);
        defer host.releaseNotes(notes);
        return notes.note(call, mixed);
    }

    pub fn joined(_: *EveryType, call: *polyplug.Call, text: []const u8, bytes: []const u8) anyerror![]const u8 {
        const notes = try host.findNotes(call);
        defer host.releaseNotes(notes);
        return notes.join(call, text, bytes);
    }

    pub fn recovered(_: *EveryType, call: *polyplug.Call) anyerror![]const u8 {
        forget(call) catch return std.fmt.allocPrint(call.allocator(), "{d}", .{call.code});
        return "nothing to recover from";
    }

    fn forget(call: *polyplug.Call) !void {
        const notes = try host.findNotes(call);
        defer host.releaseNotes(notes);
        try notes.forget(call);
    }

    pub fn @"while"(_: *EveryType, _: *polyplug.Call, register: i32, class: i32, call: i32) anyerror!i32 {
        return register + class * call;
    }
};

pub const Counter = struct {
    count: std.atomic.Value(i64),

    pub fn init() !Counter {
        return .{ .count = .init(0) };
    }

    pub fn deinit(self: *Counter) void {
        self.* = undefined;
    }

    pub fn increment(self: *Counter, _: *polyplug.Call, by: i32) anyerror!i64 {
        const step = @as(i64, by) * 1;
        return self.count.fetchAdd(step, .seq_cst) + step;
    }
};
