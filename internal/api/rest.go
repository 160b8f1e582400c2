package api

var socketRows, descriptorRows, environRows, credRows, sourceRows, sinkRows, libraryRows []*Call

const whyChild = "package os/exec: a nil Env gives the child the whole environment, and only ExtraFiles and the standard three stay open"

var processRows = join(
	rows(
		Call{Name: "os/exec.Command", Does: Command, What: Process, Path: 1, Argv: 2, Variadic: true, Result: 1, Why: whyChild},
		Call{Name: "os/exec.CommandContext", Does: Command, What: Process, Path: 2, Argv: 3, Variadic: true, Result: 1, Why: whyChild},
	),
	each("(*os/exec.Cmd).", "Start Run Output CombinedOutput", Call{Does: Spawn, What: Process, Handle: Recv, Why: whyChild}),
)

var raws []*Raw
