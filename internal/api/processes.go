package api

const (
	whyChild    = "package os/exec: a nil Env gives the child the whole environment, and only ExtraFiles and the standard three stay open"
	whySysChild = "the child gets exactly the environment given; descriptors without close-on-exec go with it"
	whyExec     = "replaces this process; descriptors without close-on-exec stay open"
	whyThread   = "concerns the calling thread alone"
	whyReexec   = "the entry point runs in a fresh child of the same binary, before main"
	whyKill     = "signals a process by number or handle; signal 0 probes"
)

// processRows describe and start children, and what surrounds a fork.
var processRows = join(
	each("os/exec.", "Command", Call{Does: Command, What: Process, Path: 1, Argv: 2, Variadic: true, Result: 1, Why: whyChild}),
	each("os/exec.", "CommandContext", Call{Does: Command, What: Process, Path: 2, Argv: 3, Variadic: true, Result: 1, Why: whyChild}),
	each("(*os/exec.Cmd).", "Start Run Output CombinedOutput", Call{Does: Spawn, What: Process, Handle: Recv, Why: whyChild}),
	each("golang.org/x/sys/execabs.", "Command", Call{Does: Command, What: Process, Path: 1, Argv: 2, Variadic: true, Result: 1, Why: whyChild}),
	each("golang.org/x/sys/execabs.", "CommandContext", Call{Does: Command, What: Process, Path: 2, Argv: 3, Variadic: true, Result: 1, Why: whyChild}),
	each("os.", "StartProcess", Call{Does: Spawn, What: Process, Path: 1, Argv: 2, Env: 3, Result: 1, Why: "a nil ProcAttr.Env gives the child the whole environment"}),
	each(std, "StartProcess", Call{Does: Spawn, What: Process, Path: 1, Argv: 2, Env: 3, Result: 1, Why: whySysChild}),
	each(std, "ForkExec", Call{GOOS: unixes, Does: Spawn, What: Process, Path: 1, Argv: 2, Env: 3, Result: 1, Why: whySysChild}),
	sys("Exec", all, all, Call{Does: Exec, What: Process, Path: 1, Argv: 2, Env: 3, Why: whyExec}),

	each("(*os.Process).", "Signal", Call{Does: Kill, What: Process, Handle: Recv, Value: 1, Why: whyKill}),
	each("(*os.Process).", "Kill", Call{Does: Kill, What: Process, Handle: Recv, Why: whyKill}),
	each("os.", "FindProcess", Call{Does: Kill, What: Process, Handle: 1, Result: 1, Why: "on Unix finds every number; only a signal tells whether the process lives"}),
	sys("Kill", unixes, all, Call{Does: Kill, What: Process, Handle: 1, Value: 2, Why: whyKill}),

	each("runtime.", "LockOSThread", Call{Does: PinThread, Why: whyThread}),
	sys("Unshare", linux, linux, Call{Does: Unshare, Flags: 1, Why: whyThread}),
	sys("Setns", absent, linux, Call{Does: Unshare, Handle: 1, Flags: 2, Why: whyThread}),

	each("(*sync.RWMutex).", "RLock Lock", Call{Does: ForkLock, Handle: Recv, Why: "syscall.ForkLock keeps children from being started; the receiver tells whether it is that lock"}),
	each("(*sync.RWMutex).", "RUnlock Unlock", Call{Does: ForkUnlock, Handle: Recv, Why: "releases syscall.ForkLock if that is the receiver"}),

	each("github.com/moby/sys/reexec.", "Register", Call{Does: Reexec, Name_: 1, Data: 2, Why: whyReexec}),
	each("github.com/docker/docker/pkg/reexec.", "Register", Call{Does: Reexec, Name_: 1, Data: 2, Why: whyReexec}),
	each("github.com/containers/storage/pkg/reexec.", "Register", Call{Does: Reexec, Name_: 1, Data: 2, Why: whyReexec}),
	each("go.podman.io/storage/pkg/reexec.", "Register", Call{Does: Reexec, Name_: 1, Data: 2, Why: whyReexec}),
	each("github.com/moby/sys/reexec.", "Command", Call{Does: Command, What: Process, Argv: 1, Variadic: true, Result: 1, Why: whyReexec}),
	each("github.com/docker/docker/pkg/reexec.", "Command", Call{Does: Command, What: Process, Argv: 1, Variadic: true, Result: 1, Why: whyReexec}),
)
