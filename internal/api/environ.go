package api

const whyEnv = "changes the environment that every later child gets by default"

// environRows change the environment; a row without Data removes the variable,
// one without Name_ all of them.
var environRows = join(
	each("os.", "Setenv", Call{Does: Setenv, Name_: 1, Data: 2, Why: whyEnv}),
	each("os.", "Unsetenv", Call{Does: Setenv, Name_: 1, Why: whyEnv}),
	each("os.", "Clearenv", Call{Does: Setenv, Why: whyEnv}),
	sys("Setenv", all, all, Call{Does: Setenv, Name_: 1, Data: 2, Why: whyEnv}),
	sys("Unsetenv", all, all, Call{Does: Setenv, Name_: 1, Why: whyEnv}),
	sys("Clearenv", all, all, Call{Does: Setenv, Why: whyEnv}),
)
