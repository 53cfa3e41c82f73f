--  demo.Language 1.0.0 in Ada; see c/language.c. No exception leaves a function.
with Interfaces.C; use Interfaces.C;
with Interfaces;   use Interfaces;
with System;       use System;

package Language is

   type View is record
      Data : Address := Null_Address;
      Len  : size_t := 0;
   end record with Convention => C_Pass_By_Copy;

   type Version is record
      Major, Minor, Patch : Unsigned_32 := 0;
   end record with Convention => C_Pass_By_Copy;

   type Abi_Error is record
      Code    : Unsigned_32 := 0;
      Message : View;
   end record with Convention => C_Pass_By_Copy;

   type Instance is record
      Data        : Address := Null_Address;
      Contract_Id : Unsigned_64 := 0;
   end record with Convention => C_Pass_By_Copy;

   type Descriptor is record
      Name, Contract_Name : View;
      Provided            : Version;
   end record with Convention => C;

   type Table is record
      Contract_Id       : Unsigned_64;
      Provided          : Version;
      Dispatch_Type     : Unsigned_32;
      Create, Destroy   : Address;
      Function_Count    : Unsigned_32;
      Functions         : Address;
   end record with Convention => C;

   type Host;
   type Register_Function is access procedure
     (Self : access Host; Described : access Descriptor; Registered : access Table; Error : access Abi_Error)
     with Convention => C;
   type Alloc_Function is access function (Self : access Host; Size, Align : size_t) return Address
     with Convention => C;

   --  The first functions of the host's table.
   type Host is record
      Runtime  : Address;
      Register : Register_Function;
      Alloc    : Alloc_Function;
   end record with Convention => C;

   function Abi_Version return Unsigned_32 with
     Export, Convention => C, External_Name => "polyplug_abi_version";

   function Init (Given : access Host; Context : Address) return Abi_Error with
     Export, Convention => C, External_Name => "polyplug_init";

end Language;
