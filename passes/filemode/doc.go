// Package filemode defines an analyzer that finds modes which are wider than,
// or different from, what the object needs.
//
// # Analyzer filemode
//
// filemode: check for overly permissive or malformed file modes
//
// Two things decide how grave a mode is. Creating a file, a directory or a
// fifo asks for a mode, from which the umask takes away; chmod, and the helpers
// that write a temporary file, change its mode and rename it, set exactly what
// they are given. So 0666 is a habit in the first case and a hole in the second.
//
// A mode is judged where it becomes certain: in a call of os, syscall or
// golang.org/x/sys/unix, through os.Root and *os.File, or at the call of a
// wrapper that hands its mode on, in this package or another.
//
// Nothing is said about modes copied from an existing object, about files of
// /proc, /sys, /dev and cgroups, about sockets (that is the business of check
// unixsocket), in files built only for Windows or Plan 9, and, but for errors,
// in tests and what serves them. What lies below a directory that others cannot
// enter is taken for protected: one made by os.MkdirTemp, or with 0700 or 0710
// in the same function, in the constructor of the same type, under a constant
// path in the same package, or by every caller.
//
// Silence a finding with
//
//	//permvet:ignore filemode/world-writable every user shall write here
//
// # world-writable
//
// Any user can write to the object. An error where nothing stands in between:
//
//	os.Chmod(path, 0o777)
//
//	error: os.Chmod sets mode 0777, which the umask does not filter: any user
//	can write to the file; use 0755
//
// Likewise chmod 777 or a+w run as a program, an unknown mode with 0o002 added,
// and every creation with 0666, os.Create included, in a package that clears
// the umask or imports one that does. A warning where only the umask stands in
// between:
//
//	os.WriteFile(path, data, 0o666)
//
//	warning: os.WriteFile creates a file with mode 0666: only the umask keeps
//	other users from writing to it; use 0644 (and in 3 more places of this
//	package)
//
// Most packages that do it do it all over, so one finding speaks for all: the
// first that is not suppressed, with the others as related places and a fix for
// all of them. With -strict each place speaks. It is a note where the user says
// on the command line what is made: the umask is the user's, too.
//
// It is an error when the data is secret. A chmod that repeats the mode of a
// creation just before only undoes the umask, and is not told again. Files that are opened without
// write access or closed at once, such as mount points and markers, and
// directories with the sticky bit are left alone, and in tests whatever has no
// constant path. Source: CWE-732, CWE-276;
// open(2), chmod(2).
//
// # dir-without-search
//
// To reach anything in a directory takes x, not r:
//
//	os.MkdirAll(dir, 0o644)
//
//	error: os.MkdirAll creates a directory with mode 0644, without x for its
//	owner: nobody but root can enter it; use 0755
//
// Also reported is a function that gives the mode it takes for a file to the
// file's directory: no mode fits both. A note if only group or other lack x.
// Source: path_resolution(7).
//
// # mode-missing
//
// A file that is created with mode 0 cannot be opened a second time:
//
//	os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0)
//
//	error: os.OpenFile creates a file with mode 0: nobody but root can open it
//	again, not even its owner; use 0600
//
// os.WriteFile with mode 0 is a note: some use it to say that the file is there
// already. Mode 0 that is written 0o000 is meant, and so is that of a file which
// O_EXCL makes and fchmod opens later.
//
// # mode-compare
//
// Permission bits have no order:
//
//	if fi.Mode().Perm() > 0o600 {
//
//	error: permission bits are compared as a number: 0577 is not greater than
//	0600, but lets everybody in; test the bits with &^
//
// Comparing with 0, 0777 or within one octal digit is accepted.
//
// # mode-encoding
//
// os.FileMode keeps setuid, setgid and sticky in high bits of its own, the
// kernel in 07000. Handed over as they are, special bits are lost and others
// appear:
//
//	unix.Fchmod(fd, uint32(fi.Mode()))
//
//	error: os.FileMode passed to unix.Fchmod without conversion: setuid, setgid and
//	sticky use different bits and are lost; pass uint32(mode.Perm()) and the
//	special bits by name
//
// The same the other way, for os.FileMode(st.Mode). Accepted when the special
// bits are masked away. Source: GHSA-945v-v9p3-v5xw.
//
// # lost-special-bits
//
// Package os does not look at 01000, 02000 and 04000:
//
//	os.Mkdir(dir, 01777)
//
//	error: os.Mkdir ignores the sticky bit in mode 01777; use os.ModeSticky; what
//	remains is world-writable without sticky
//
// # decimal-mode
//
// Without the octal prefix the digits mean something else:
//
//	os.WriteFile(path, data, 644)
//
//	error: 644 is not octal: it is 01204 (-w----r--), where 0o644 (rw-r--r--)
//	was meant
//
// A mode that is right but written in decimal or hexadecimal, such as 420 for
// 0644, is a note. Umasks are judged in the same way.
//
// # secret-readable
//
// A secret that others than its owner can read. An error when the data comes
// from something that makes secrets:
//
//	der, _ := x509.MarshalECPrivateKey(key)
//	os.WriteFile(path, der, 0o644)
//
//	error: secret created by os.WriteFile with mode 0644 (it holds what
//	x509.MarshalECPrivateKey returns): group and others can read it; create it
//	with 0600
//
// A warning when only the name of the file, or of the variables, says so, or
// when the mode lets in no more than the group; one level less below a private
// directory. Source: CWE-732, CWE-276.
//
// # secret-dir
//
// A directory for secrets, such as .ssh, that others can list.
//
// # state-dir
//
// A directory for the private state of a daemon that others can list or pass
// through: below /var/lib or /run, or called root, state, data, volumes and the
// like. A warning with strong evidence: a mode such as 0711, which forbids
// listing but not what the attack takes, namely running the set-user-id program
// whose path is known (but not where closed directories are made in it at once);
// a secret below; another call that makes it closed.
//
//	os.MkdirAll(cfg.Root, 0o711)
//
//	warning: os.MkdirAll creates a directory with mode 0711 (state by its name,
//	"root", closed to listing but not to passing through): every user can reach
//	what is in it; use 0700, or 0710 with a group
//
// Source: CVE-2021-41103 (containerd), CVE-2021-41091 (moby).
//
// # parents-get-leaf-mode
//
// os.MkdirAll gives a special mode (sticky, setgid, writable by group or
// others) to all parents that it has to make too.
//
// # library-default-mode
//
// Some libraries create files that all can read or write unless they are told
// otherwise:
//
//	viper.WriteConfigAs(path)
//
//	warning: viper.WriteConfigAs creates with mode 0644 unless it is told
//	otherwise (viper.New sets configPermissions to 0644 unless
//	SetConfigPermissions says otherwise): other users can read what it writes
//
// # windows-no-effect
//
// Go maps modes to the read-only attribute on Windows, and the access list is
// inherited. A 0600 that is relied upon to protect a secret, in code for
// Windows only, does nothing. Source: CVE-2024-5321 (kubelet).
//
// # mode-unused
//
// An open that creates nothing ignores its mode.
//
// # group-writable
//
// For strict profiles: the group can write to a new object, or to one that is
// changed.
//
// # other-exec
//
// For strict profiles: every user can execute a new file.
//
// # strict-threshold
//
// For strict profiles: a file wider than 0600 or a directory wider than 0750,
// as gosec has it in G301, G302, G306 and G307.
package filemode
