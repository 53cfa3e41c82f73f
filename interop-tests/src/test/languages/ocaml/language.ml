(* demo.Language 1.0.0 in OCaml; the table of functions is in table.c. *)
let version () = 1001

let add a b = Int64.add (Int64.of_int32 a) b

let greet name = "OCaml greets " ^ name

let () =
  Callback.register "version" version;
  Callback.register "add" add;
  Callback.register "greet" greet
