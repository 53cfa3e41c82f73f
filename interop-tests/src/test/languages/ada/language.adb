package body Language is

   Id : constant Unsigned_64 := 16#4fa6b38d44b019b6#;

   Contract : constant String := "demo.Language";

   The_Host  : access Host;
   Functions : array (0 .. 3) of Address;
   Provided  : aliased Table;

   procedure Start with Import, Convention => C, External_Name => "adainit";

   procedure Create (Loader_Data, Api, Args : Address; Made : access Instance) with Convention => C;
   procedure Destroy (Loader_Data, Api : Address; Destroyed : Instance) with Convention => C;
   procedure Get_Version (Self : Instance; Args, Result, Error : Address) with Convention => C;
   procedure Add (Self : Instance; Args, Result, Error : Address) with Convention => C;
   procedure Greet (Self : Instance; Args, Result : Address; Error : access Abi_Error) with Convention => C;
   procedure Threads (Self : Instance; Args, Result, Error : Address) with Convention => C;

   procedure Create (Loader_Data, Api, Args : Address; Made : access Instance) is
      pragma Unreferenced (Loader_Data, Api, Args);
   begin
      Made.all := (Data => Null_Address, Contract_Id => Id);
   end Create;

   procedure Destroy (Loader_Data, Api : Address; Destroyed : Instance) is null;

   procedure Get_Version (Self : Instance; Args, Result, Error : Address) is
      pragma Unreferenced (Self, Args, Error);
      Out_Value : Integer_32 with Import, Address => Result;
   begin
      Out_Value := 1001;
   end Get_Version;

   procedure Add (Self : Instance; Args, Result, Error : Address) is
      pragma Unreferenced (Self, Error);
      type Arguments is record
         A : Integer_32;
         B : Integer_64;
      end record with Convention => C;
      Given     : Arguments with Import, Address => Args;
      Out_Value : Integer_64 with Import, Address => Result;
   begin
      Out_Value := Integer_64 (Given.A) + Given.B;
   end Add;

   procedure Greet (Self : Instance; Args, Result : Address; Error : access Abi_Error) is
      pragma Unreferenced (Self);
      Name      : View with Import, Address => Args;
      Out_Value : View with Import, Address => Result;
      Given     : String (1 .. Natural (Name.Len)) with Import, Address => Name.Data;
      Text      : constant String := "Ada greets " & Given;
      Copy      : constant Address := The_Host.Alloc (The_Host, Text'Length, 1);
      Target    : String (Text'Range) with Import, Address => Copy;
   begin
      Target := Text;
      Out_Value := (Copy, Text'Length);
   exception
      when others => Error.Code := 1;
   end Greet;

   procedure Threads (Self : Instance; Args, Result, Error : Address) is
      pragma Unreferenced (Self, Args, Error);
      Out_Value : Integer_32 with Import, Address => Result;
   begin
      Out_Value := 0;
   end Threads;

   function Abi_Version return Unsigned_32 is (1);

   function Init (Given : access Host; Context : Address) return Abi_Error is
      pragma Unreferenced (Context);
      Described : aliased Descriptor;
      Error     : aliased Abi_Error;
   begin
      Start;
      The_Host := Given;
      Functions := (Get_Version'Address, Add'Address, Greet'Address, Threads'Address);
      Provided :=
        (Contract_Id => Id, Provided => (1, 0, 0), Dispatch_Type => 0, Create => Create'Address,
         Destroy => Destroy'Address, Function_Count => Functions'Length, Functions => Functions'Address);
      Described.Name := (Contract'Address, Contract'Length);
      Described.Contract_Name := Described.Name;
      Described.Provided := (1, 0, 0);
      Given.Register (Given, Described'Access, Provided'Access, Error'Access);
      return Error;
   end Init;

end Language;
