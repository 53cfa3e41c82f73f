{ demo.Language 1.0.0 in Free Pascal; see c/language.c. With THREADS it starts some, by the C library. }
library language;

{$mode objfpc}

{$ifdef THREADS}
uses cthreads, Classes;
{$endif}

type
  TView = record
    Data: Pointer;
    Len: PtrUInt;
  end;
  PView = ^TView;
  TVersion = record
    Major, Minor, Patch: LongWord;
  end;
  TAbiError = record
    Code: LongWord;
    Padding: LongWord;
    Message: TView;
  end;
  PAbiError = ^TAbiError;
  TInstance = record
    Data: Pointer;
    ContractId: QWord;
  end;
  PInstance = ^TInstance;
  TDescriptor = record
    Name, ContractName: TView;
    Version: TVersion;
  end;
  TArguments = record
    A: LongInt;
    Padding: LongInt;
    B: Int64;
  end;
  PArguments = ^TArguments;
  PHost = ^THost;
  TFunction = procedure(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
  TTable = record
    ContractId: QWord;
    Version: TVersion;
    DispatchType: LongWord;
    CreateInstance: procedure(LoaderData: Pointer; Host: PHost; Args: Pointer; Made: PInstance); cdecl;
    DestroyInstance: procedure(LoaderData: Pointer; Host: PHost; Destroyed: TInstance); cdecl;
    FunctionCount: LongWord;
    Padding: LongWord;
    Functions: ^TFunction;
  end;
  { The first functions of the host's table. }
  THost = record
    Runtime: Pointer;
    Register: procedure(Self: PHost; var Described: TDescriptor; var Table: TTable; var Error: TAbiError); cdecl;
    Alloc: function(Self: PHost; Size, Align: PtrUInt): Pointer; cdecl;
  end;

const
  Id = QWord($4fa6b38d44b019b6);
  Contract: PAnsiChar = 'demo.Language';
  Prefix: AnsiString = 'Pascal greets ';

var
  TheHost: PHost;
  Functions: array[0..3] of TFunction;
  Table: TTable;

procedure CreateOne(LoaderData: Pointer; Host: PHost; Args: Pointer; Made: PInstance); cdecl;
begin
  Made^.Data := nil;
  Made^.ContractId := Id;
end;

procedure DestroyOne(LoaderData: Pointer; Host: PHost; Destroyed: TInstance); cdecl;
begin
end;

procedure GetVersion(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
begin
  PLongInt(Result)^ := 1001;
end;

procedure Add(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
begin
  PInt64(Result)^ := PArguments(Args)^.A + PArguments(Args)^.B;
end;

procedure Greet(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
var
  Text: PByte;
  Len: PtrUInt;
begin
  Len := Length(Prefix) + PView(Args)^.Len;
  Text := TheHost^.Alloc(TheHost, Len, 1);
  Move(Prefix[1], Text^, Length(Prefix));
  Move(PView(Args)^.Data^, (Text + Length(Prefix))^, PView(Args)^.Len);
  PView(Result)^.Data := Text;
  PView(Result)^.Len := Len;
end;

{$ifdef THREADS}
type
  TCounting = class(TThread)
    procedure Execute; override;
  end;

var
  Ended: LongInt;

procedure TCounting.Execute;
begin
  InterlockedIncrement(Ended);
end;

procedure Threads(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
var
  I: LongInt;
  Thread: TCounting;
begin
  Ended := 0;
  for I := 1 to PLongInt(Args)^ do
  begin
    Thread := TCounting.Create(False);
    Thread.WaitFor;
    Thread.Free;
  end;
  PLongInt(Result)^ := Ended;
end;
{$else}
procedure Threads(Self: TInstance; Args, Result: Pointer; Error: PAbiError); cdecl;
begin
  PLongInt(Result)^ := 0;
end;
{$endif}

function polyplug_abi_version: LongWord; cdecl;
begin
  Result := 1;
end;

function polyplug_init(Host: PHost; Context: Pointer): TAbiError; cdecl;
var
  Described: TDescriptor;
  Error: TAbiError;
begin
  TheHost := Host;
  Functions[0] := @GetVersion;
  Functions[1] := @Add;
  Functions[2] := @Greet;
  Functions[3] := @Threads;
  FillChar(Table, SizeOf(Table), 0);
  Table.ContractId := Id;
  Table.Version.Major := 1;
  Table.CreateInstance := @CreateOne;
  Table.DestroyInstance := @DestroyOne;
  Table.FunctionCount := Length(Functions);
  Table.Functions := @Functions[0];
  FillChar(Described, SizeOf(Described), 0);
  Described.Name.Data := Contract;
  Described.Name.Len := Length(Contract);
  Described.ContractName := Described.Name;
  Described.Version.Major := 1;
  FillChar(Error, SizeOf(Error), 0);
  Host^.Register(Host, Described, Table, Error);
  Result := Error;
end;

exports
  polyplug_abi_version, polyplug_init;

end.
