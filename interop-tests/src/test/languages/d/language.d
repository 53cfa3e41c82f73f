// demo.Language 1.0.0 in D; see c/language.c. With -betterC there is no runtime of D in the library. Without it there is
// one, and no function that is called by more than one thread may use its collector.
module language;

extern (C):

struct View { const(char)* ptr; size_t len; }
struct Version { uint major, minor, patch; }
struct AbiError { uint code; View message; }
struct Instance { void* data; ulong contractId; }
struct Descriptor { View name; View contractName; Version version_; }
struct Arguments { int a; long b; }

alias Function = void function(Instance, const(void)*, void*, AbiError*);

struct Table {
    ulong contractId;
    Version version_;
    uint dispatchType;
    void function(void*, const(Host)*, const(void)*, Instance*) create;
    void function(void*, const(Host)*, Instance) destroy;
    uint functionCount;
    const(Function)* functions;
}

// The first functions of the host's table.
struct Host {
    void* runtime;
    void function(const(Host)*, const(Descriptor)*, const(Table)*, AbiError*) register;
    ubyte* function(const(Host)*, size_t, size_t) alloc;
}

enum ulong id = 0x4fa6b38d44b019b6;

immutable contract = "demo.Language";

__gshared const(Host)* host;
__gshared Function[4] functions = [&languageVersion, &languageAdd, &languageGreet, &languageThreads];
__gshared Table table;

void languageCreate(void*, const(Host)*, const(void)*, Instance* result) { *result = Instance(null, id); }

void languageDestroy(void*, const(Host)*, Instance) {}

void languageVersion(Instance, const(void)*, void* result, AbiError*) { *cast(int*) result = 1001; }

void languageAdd(Instance, const(void)* args, void* result, AbiError*)
{
    auto given = cast(const(Arguments)*) args;
    *cast(long*) result = given.a + given.b;
}

void languageGreet(Instance, const(void)* args, void* result, AbiError*)
{
    auto name = cast(const(View)*) args;
    static immutable prefix = "D greets ";
    auto length = prefix.length + name.len;
    auto copy = cast(char*) host.alloc(host, length, 1);
    copy[0 .. prefix.length] = prefix[];
    copy[prefix.length .. length] = name.ptr[0 .. name.len];
    *cast(View*) result = View(copy, length);
}

void languageThreads(Instance, const(void)* args, void* result, AbiError*)
{
    version (D_BetterC) {
        *cast(int*) result = 0;
    } else {
        import core.atomic : atomicLoad, atomicOp;
        import core.thread : Thread, thread_attachThis, thread_detachThis;
        thread_attachThis();
        scope (exit) thread_detachThis();
        shared int ended = 0;
        foreach (i; 0 .. *cast(const(int)*) args) {
            new Thread({ atomicOp!"+="(ended, 1); }).start().join();
        }
        *cast(int*) result = atomicLoad(ended);
    }
}

export uint polyplug_abi_version() { return 1; }

export AbiError polyplug_init(const(Host)* given, const(void)*)
{
    version (D_BetterC) {} else {
        import core.runtime : rt_init;
        rt_init();
    }
    host = given;
    table = Table(id, Version(1, 0, 0), 0, &languageCreate, &languageDestroy, functions.length, functions.ptr);
    auto name = View(contract.ptr, contract.length);
    auto described = Descriptor(name, name, Version(1, 0, 0));
    AbiError error;
    host.register(host, &described, &table, &error);
    return error;
}

version (D_BetterC) {} else {
    pragma(crt_destructor) void languageEnd()
    {
        import core.runtime : rt_term;
        rt_term();
    }
}
