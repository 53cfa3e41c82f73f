! demo.Language 1.0.0 in Fortran; see c/language.c.
module language
  use, intrinsic :: iso_c_binding
  implicit none

  type, bind(c) :: view
    type(c_ptr) :: ptr = c_null_ptr
    integer(c_size_t) :: len = 0
  end type

  type, bind(c) :: abi_error
    integer(c_int32_t) :: code = 0
    type(view) :: message
  end type

  type, bind(c) :: instance
    type(c_ptr) :: data = c_null_ptr
    integer(c_int64_t) :: contract_id = 0
  end type

  type, bind(c) :: descriptor
    type(view) :: name, contract_name
    integer(c_int32_t) :: version(3) = [1, 0, 0]
  end type

  type, bind(c) :: table
    integer(c_int64_t) :: contract_id
    integer(c_int32_t) :: version(3)
    integer(c_int32_t) :: dispatch_type
    type(c_funptr) :: create, destroy
    integer(c_int32_t) :: function_count
    type(c_ptr) :: functions
  end type

  ! The first functions of the host's table.
  type, bind(c) :: host_api
    type(c_ptr) :: runtime
    type(c_funptr) :: register, alloc
  end type

  type, bind(c) :: arguments
    integer(c_int32_t) :: a
    integer(c_int64_t) :: b
  end type

  abstract interface
    subroutine register_function(host, described, registered, error) bind(c)
      import
      type(c_ptr), value :: host
      type(descriptor), intent(in) :: described
      type(table), intent(in) :: registered
      type(abi_error), intent(inout) :: error
    end subroutine

    function alloc_function(host, size, align) bind(c) result(block)
      import
      type(c_ptr), value :: host
      integer(c_size_t), value :: size, align
      type(c_ptr) :: block
    end function
  end interface

  integer(c_int64_t), parameter :: id = int(z'4fa6b38d44b019b6', c_int64_t)
  character(kind=c_char), target, save :: contract(13) = &
    ['d', 'e', 'm', 'o', '.', 'L', 'a', 'n', 'g', 'u', 'a', 'g', 'e']
  type(c_funptr), target, save :: functions(4)
  type(table), target, save :: provided
  type(c_ptr), save :: host

contains

  subroutine create(loader_data, api, args, out) bind(c)
    type(c_ptr), value :: loader_data, api, args
    type(instance), intent(out) :: out
    out = instance(c_null_ptr, id)
  end subroutine

  subroutine destroy(loader_data, api, destroyed) bind(c)
    type(c_ptr), value :: loader_data, api
    type(instance), value :: destroyed
  end subroutine

  subroutine get_version(self, args, out, error) bind(c)
    type(instance), value :: self
    type(c_ptr), value :: args, error
    integer(c_int32_t), intent(out) :: out
    out = 1001
  end subroutine

  subroutine add(self, in, out, error) bind(c)
    type(instance), value :: self
    type(arguments), intent(in) :: in
    integer(c_int64_t), intent(out) :: out
    type(c_ptr), value :: error
    out = in%a + in%b
  end subroutine

  subroutine greet(self, name, out, error) bind(c)
    type(instance), value :: self
    type(view), intent(in) :: name
    type(view), intent(out) :: out
    type(c_ptr), value :: error
    character(len=*), parameter :: prefix = 'Fortran greets '
    character(kind=c_char), pointer :: given(:), copy(:)
    procedure(alloc_function), pointer :: alloc
    type(host_api), pointer :: api
    integer :: i
    call c_f_pointer(host, api)
    call c_f_procpointer(api%alloc, alloc)
    call c_f_pointer(name%ptr, given, [name%len])
    out%len = len(prefix) + name%len
    out%ptr = alloc(host, out%len, 1_c_size_t)
    call c_f_pointer(out%ptr, copy, [out%len])
    do i = 1, len(prefix)
      copy(i) = prefix(i:i)
    end do
    copy(len(prefix) + 1:) = given
  end subroutine

  subroutine threads(self, args, out, error) bind(c)
    type(instance), value :: self
    type(c_ptr), value :: args, error
    integer(c_int32_t), intent(out) :: out
    out = 0
  end subroutine

  function polyplug_abi_version() bind(c) result(version)
    integer(c_int32_t) :: version
    version = 1
  end function

  function polyplug_init(given_host, context) bind(c) result(error)
    type(c_ptr), value :: given_host, context
    type(abi_error) :: error
    type(host_api), pointer :: api
    procedure(register_function), pointer :: register
    type(descriptor) :: described
    host = given_host
    call c_f_pointer(host, api)
    call c_f_procpointer(api%register, register)
    functions = [c_funloc(get_version), c_funloc(add), c_funloc(greet), c_funloc(threads)]
    provided = table(id, [1, 0, 0], 0, c_funloc(create), c_funloc(destroy), size(functions), c_loc(functions))
    described%name = view(c_loc(contract), size(contract))
    described%contract_name = described%name
    error%code = 0
    error%message = view(c_null_ptr, 0_c_size_t)
    call register(host, described, provided, error)
  end function

end module
