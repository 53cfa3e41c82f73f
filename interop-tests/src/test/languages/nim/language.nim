# demo.Language 1.0.0 in Nim; see c/language.c.
type
  View {.bycopy.} = object
    data: pointer
    len: csize_t
  Version {.bycopy.} = object
    major, minor, patch: uint32
  AbiError {.bycopy.} = object
    code: uint32
    message: View
  Instance {.bycopy.} = object
    data: pointer
    contractId: uint64
  Descriptor {.bycopy.} = object
    name, contractName: View
    version: Version
  Arguments {.bycopy.} = object
    a: int32
    b: int64
  Function = proc (self: Instance, args, result: pointer, error: ptr AbiError) {.cdecl.}
  Table {.bycopy.} = object
    contractId: uint64
    version: Version
    dispatchType: uint32
    create: proc (loaderData: pointer, host: ptr Host, args: pointer, made: ptr Instance) {.cdecl.}
    destroy: proc (loaderData: pointer, host: ptr Host, destroyed: Instance) {.cdecl.}
    functionCount: uint32
    functions: ptr Function
  Host {.bycopy.} = object       # the first functions of the host's table
    runtime: pointer
    register: proc (self: ptr Host, described: ptr Descriptor, table: ptr Table, error: ptr AbiError) {.cdecl.}
    alloc: proc (self: ptr Host, size, align: csize_t): pointer {.cdecl.}

const id = 0x4fa6b38d44b019b6'u64

var host: ptr Host
var functions: array[4, Function]
var table: Table
var contract: cstring = "demo.Language"

proc create(loaderData: pointer, host: ptr Host, args: pointer, made: ptr Instance) {.cdecl.} =
  made[] = Instance(data: nil, contractId: id)

proc destroy(loaderData: pointer, host: ptr Host, destroyed: Instance) {.cdecl.} =
  discard

proc version(self: Instance, args, result: pointer, error: ptr AbiError) {.cdecl.} =
  cast[ptr int32](result)[] = 1001

proc add(self: Instance, args, result: pointer, error: ptr AbiError) {.cdecl.} =
  let given = cast[ptr Arguments](args)
  cast[ptr int64](result)[] = given.a.int64 +% given.b

proc greet(self: Instance, args, result: pointer, error: ptr AbiError) {.cdecl.} =
  let name = cast[ptr View](args)
  var text = "Nim greets "
  let before = text.len
  text.setLen(before + name.len.int)
  if name.len > 0:
    copyMem(addr text[before], name.data, name.len)
  let copy = host.alloc(host, text.len.csize_t, 1)
  copyMem(copy, addr text[0], text.len)
  cast[ptr View](result)[] = View(data: copy, len: text.len.csize_t)

proc threads(self: Instance, args, result: pointer, error: ptr AbiError) {.cdecl.} =
  cast[ptr int32](result)[] = 0

proc polyplug_abi_version(): uint32 {.exportc, dynlib, cdecl.} =
  1

proc polyplug_init(given: ptr Host, context: pointer): AbiError {.exportc, dynlib, cdecl.} =
  host = given
  functions = [Function(version), add, greet, threads]
  table = Table(contractId: id, version: Version(major: 1), create: create, destroy: destroy,
    functionCount: functions.len.uint32, functions: addr functions[0])
  let name = View(data: contract, len: contract.len.csize_t)
  var described = Descriptor(name: name, contractName: name, version: Version(major: 1))
  host.register(host, addr described, addr table, addr result)
