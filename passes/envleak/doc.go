// Package envleak defines an analyzer that checks to whom the environment of
// a process is given.
//
// # Analyzer envleak
//
// envleak: find environments and secrets given to those who should not have them
//
// Programs get passwords, tokens and keys in environment variables. The whole
// environment therefore is a secret; one variable is one if its name says so.
// The check follows os.Environ through variables, fields, maps, appends, loops,
// Sprintf, encoders and functions of other packages. A copy made entry by entry
// is the environment too, unless a condition leaves entries out: lists filtered
// by prefix or name are silent, and so are masked values, lengths and
// comparisons.
//
// Limits: what a filter lets pass is not looked at. Fields of structs are
// followed within a function and its literals only. Warnings and notes are not
// reported in tests.
//
// Source: environ(7), proc(5), CWE-526, CWE-214, CWE-668, packages os and
// os/exec.
//
// # env-exposed
//
//	json.NewEncoder(w).Encode(os.Environ())
//
//	the whole environment goes to an HTTP response: whoever sends the request
//	reads every password and token in it; name the variables that are meant,
//	none of them a secret
//
// An error for responses, templates, metrics and traces; a warning for logs,
// standard output, and templates that write a file. The same for one variable
// with a secret name. A function whose name says that it shows the environment
// may print it (a note). CWE-526.
//
// # env-to-less-trusted-child
//
//	cmd := exec.Command(hook)
//	cmd.Env = append(os.Environ(), "EVENT=start")
//
//	a program that is chosen at run time (hook) inherits the whole environment, with
//	every password and token in it; pass what it needs by name
//
// Less trusted is a child that runs as another user or in another root, what is
// executed after privileges were given up, a program that a request chooses, and
// what goes into the configuration of a container or of an interpreter; who the
// child runs as may be set in another package. In a package that answers requests
// also a program that is a hook, plugin, script or handler by the name of what holds
// its path, and what a shell or an interpreter is given to run unless the program
// itself says what. In a tool those run for the user who configured them. A nil Env
// means the whole environment. A hook that the function itself puts in place is
// silent, and so are children that get this process's standard input: they work
// for the same user. Any other child is a note; this program started again is
// not reported.
//
// With -helpers the fix is safecreate.Env, or safecreate.Command where Env is
// not set: the child then gets PATH, HOME, the locale and the like only.
// CWE-526.
//
// # env-snapshot
//
//	var environ = os.Environ()
//
//	environ captures the whole environment from the start of the program
//	and hands it on: secrets that are unset later stay in it; read the variables
//	that are needed, when they are needed
//
// Silent when the variable is not exported and only looked into. CWE-526.
//
// # env-filter-nil
//
//	var env []string
//	for _, kv := range os.Environ() {
//		if strings.HasPrefix(kv, "GIT_") {
//			env = append(env, kv)
//		}
//	}
//	cmd.Env = env
//
//	Env is nil when the filter matches nothing, and a nil Env gives the
//	child the whole environment; start from an empty list
//
// Silent when the list is made, compared with nil, measured with len, or always
// gets an entry. The fix is append([]string{}, env...). CWE-526.
//
// # env-aliased
//
//	env := t.Env
//	env[0] = "SECRET=" + s
//	cmd.Env = env
//
//	Env is shared, and this writes into it: what is set for one child reaches
//	the others; clone it first
//
// It concerns package variables and fields of structs that come from outside
// the function, with a name that says environment, when they are changed by
// the function or by one that it calls and then used for something else
// (CVE-2021-21334, CVE-2020-14370). Writing back to the same variable is silent,
// by a function too.
// The fix is slices.Clone or maps.Clone. CWE-668.
//
// # env-template
//
//	template.New("x").Funcs(sprig.TxtFuncMap()).Parse(text)
//
//	templates can read every environment variable through sprig.TxtFuncMap:
//	whoever may edit a template reads the passwords and tokens of this process;
//	delete the functions env and expandenv from the map
//
// Also os.Getenv and os.ExpandEnv in a map of functions (CVE-2025-49136). Silent
// when entries are deleted from the map, and when the text is a constant.
// CWE-526.
//
// # secret-setenv
//
//	os.Setenv("PGPASSWORD", password)
//
//	the secret in PGPASSWORD is put into the environment: every child that
//	is started from now on gets it, and so does a dump of this process; hand it
//	to the one child in its Env
//
// Silent when it is removed again on every path, or set to the empty string.
// CWE-526.
//
// # secret-argv
//
//	exec.Command("mysql", "-p"+password)
//
//	password is passed on the command line of mysql: every user of the machine can
//	read it in /proc/<pid>/cmdline and ps while the program runs; pass it on
//	standard input, in a file, or in Env
//
// CWE-214.
//
// # cgi-inherits
//
//	&cgi.Handler{Path: "/cgi", InheritEnv: []string{"DB_PASSWORD"}}
//
//	InheritEnv passes DB_PASSWORD from the server's environment to every script
//	that this handler runs; give it to the one that needs it in Env
//
// CWE-526.
package envleak
