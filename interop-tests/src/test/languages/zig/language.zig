//! demo.Language 1.0.0 in Zig; see c/language.c.
const std = @import("std");

const View = extern struct { ptr: ?[*]const u8, len: usize };
const Version = extern struct { major: u32, minor: u32, patch: u32 };
const AbiError = extern struct { code: u32, message: View };
const Instance = extern struct { data: ?*anyopaque, contract_id: u64 };
const Descriptor = extern struct { name: View, contract_name: View, version: Version };
const Function = *const fn (Instance, ?*const anyopaque, ?*anyopaque, *AbiError) callconv(.c) void;

const Table = extern struct {
    contract_id: u64,
    version: Version,
    dispatch_type: u32,
    create: *const fn (?*anyopaque, *const Host, ?*const anyopaque, *Instance) callconv(.c) void,
    destroy: *const fn (?*anyopaque, *const Host, Instance) callconv(.c) void,
    function_count: u32,
    functions: [*]const Function,
};

/// The first functions of the host's table.
const Host = extern struct {
    runtime: ?*anyopaque,
    register: *const fn (*const Host, *const Descriptor, *const Table, *AbiError) callconv(.c) void,
    alloc: *const fn (*const Host, usize, usize) callconv(.c) ?[*]u8,
};

const Arguments = extern struct { a: i32, b: i64 };

const id: u64 = 0x4fa6b38d44b019b6;

const functions = [_]Function{ version, add, greet, threads };

const table = Table{
    .contract_id = id,
    .version = .{ .major = 1, .minor = 0, .patch = 0 },
    .dispatch_type = 0,
    .create = create,
    .destroy = destroy,
    .function_count = functions.len,
    .functions = &functions,
};

var host: *const Host = undefined;

fn create(_: ?*anyopaque, _: *const Host, _: ?*const anyopaque, out: *Instance) callconv(.c) void {
    out.* = .{ .data = null, .contract_id = id };
}

fn destroy(_: ?*anyopaque, _: *const Host, _: Instance) callconv(.c) void {}

fn argument(comptime T: type, args: ?*const anyopaque) *const T {
    return @ptrCast(@alignCast(args.?));
}

fn result(comptime T: type, out: ?*anyopaque) *T {
    return @ptrCast(@alignCast(out.?));
}

fn version(_: Instance, _: ?*const anyopaque, out: ?*anyopaque, _: *AbiError) callconv(.c) void {
    result(i32, out).* = 1001;
}

fn add(_: Instance, args: ?*const anyopaque, out: ?*anyopaque, _: *AbiError) callconv(.c) void {
    const in = argument(Arguments, args);
    result(i64, out).* = in.a +% in.b;
}

fn greet(_: Instance, args: ?*const anyopaque, out: ?*anyopaque, _: *AbiError) callconv(.c) void {
    const name = argument(View, args);
    const prefix = "Zig greets ";
    const len = prefix.len + name.len;
    const copy = host.alloc(host, len, 1).?;
    @memcpy(copy[0..prefix.len], prefix);
    @memcpy(copy[prefix.len..len], name.ptr.?[0..name.len]);
    result(View, out).* = .{ .ptr = copy, .len = len };
}

fn count(ended: *std.atomic.Value(i32)) void {
    _ = ended.fetchAdd(1, .seq_cst);
}

fn threads(_: Instance, args: ?*const anyopaque, out: ?*anyopaque, _: *AbiError) callconv(.c) void {
    var ended = std.atomic.Value(i32).init(0);
    var i: i32 = 0;
    while (i < argument(i32, args).*) : (i += 1) {
        const thread = std.Thread.spawn(.{}, count, .{&ended}) catch continue;
        thread.join();
    }
    result(i32, out).* = ended.load(.seq_cst);
}

export fn polyplug_abi_version() callconv(.c) u32 {
    return 1;
}

export fn polyplug_init(api: *const Host, _: ?*const anyopaque) callconv(.c) AbiError {
    host = api;
    const text = "demo.Language";
    const name = View{ .ptr = text, .len = text.len };
    const descriptor = Descriptor{ .name = name, .contract_name = name, .version = table.version };
    var err = AbiError{ .code = 0, .message = .{ .ptr = null, .len = 0 } };
    host.register(host, &descriptor, &table, &err);
    return err;
}
