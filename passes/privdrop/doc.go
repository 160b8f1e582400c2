// Package privdrop defines an analyzer that checks how a program gives up its
// privileges, its own and those of its children.
//
// # Analyzer privdrop
//
// privdrop: find privileges that are not really given up
//
// A process that was root must change its supplementary groups, then its gid,
// then its uid, in all threads, and look whether each step worked:
//
//	if err := syscall.Setgroups([]int{gid}); err != nil { return err }
//	if err := syscall.Setgid(gid); err != nil { return err }
//	if err := syscall.Setuid(uid); err != nil { return err }
//
// The order is judged on the paths through a function, with what the functions
// that it calls do, in other packages too; a step that a caller makes before
// counts, and what a caller chooses is told to the caller. Changes to root,
// to -1 and to ids that Getuid and the like returned are no drops. Nothing is
// reported for systems without uids; warnings and notes are not reported in
// tests.
//
// Source: setuid(2), setgroups(2), chroot(2), capabilities(7), CERT POS36-C
// and POS37-C, go.dev/issue/1435, package syscall, exec_linux.go.
//
// # drop-order
//
// Each step needs the right that a later one takes away. After
//
//	syscall.Setuid(uid)
//	syscall.Setgid(gid)
//
// the second call fails and the process stays in root's group:
//
//	syscall.Setgid after syscall.Setuid (line 12): without root it fails, and
//	the process keeps the gid of before; call it before the uid is given up
//
// Without any Setgroups the process keeps root's supplementary groups, such
// as docker, wheel or disk (GHSA-55f6-4pr5-c7m5):
//
//	syscall.Setgid and then syscall.Setuid (line 13) without setting the
//	supplementary groups: the process keeps those of before, such as root's;
//	call syscall.Setgroups first
//
// Setuid as the only drop of a package keeps the gid and the groups. It is reported
// where the id is decided. The same goes for chroot after setuid. CWE-696.
//
// # drop-unchecked
//
//	syscall.Setuid(uid)
//	serve()
//
// setuid fails where a user may not have another process, in a user namespace
// without that id, or under a seccomp filter; then serve runs as root:
//
//	error from syscall.Setuid is not checked: when it fails, for example
//	because the process may not have another thread or process of that user,
//	everything after it runs with the old rights
//
// It also covers setgroups, chroot with its chdir, capset, and the options of
// prctl that restrict. Returning to root may fail unseen. In a function that
// returns nothing but an error, the fix returns it. CWE-252.
//
// # drop-one-thread
//
// On Linux the kernel changes the credentials of one thread. Package syscall
// repeats the call in all of them, and x/sys/unix forwards most calls to it,
// but not Setgroups:
//
//	unix.Setgroups(nil)
//	unix.Setgid(gid)
//	unix.Setuid(uid)
//
//	unix.Setgroups affects only the calling thread: goroutines on the others
//	keep the supplementary groups of before; use syscall.Setgroups, which
//	changes all
//
// Likewise Setfsuid, Setfsgid, Capset, restricting options of Prctl, and
// RawSyscall with SYS_SETUID and its kin. It is silent where the goroutine was
// locked to its thread before, here or in a caller, in init functions, and in
// functions that only hand a caller's arguments to the kernel. The fix is
// syscall.Setgroups.
//
// The reverse is a warning: LockOSThread followed by syscall.Setresuid(0, …)
// makes every thread root since Go 1.16 (CVE-2023-38496). CWE-271.
//
// # drop-reversible
//
//	syscall.Seteuid(uid)
//
//	syscall.Seteuid keeps the saved uid, and nothing else in this package gives
//	it up: whoever takes over the process is root again with one call; use
//	syscall.Setuid, or Setresuid with all three ids
//
// Silent in a package that returns to root, or drops for good elsewhere.
// CWE-271.
//
// # chroot-no-chdir
//
//	syscall.Chroot(dir)
//
//	syscall.Chroot without chdir: the working directory stays
//	outside the new root, and every path with enough .. in it leads there; call
//	os.Chdir("/") next
//
// Chdir(dir) followed by Chroot(".") or Chroot(dir) is accepted, and so is a
// Chdir that the caller makes. For a child, SysProcAttr.Chroot needs Cmd.Dir;
// the fix sets it. With -helpers, Chroot becomes privdrop.Chroot of the
// companion library. CWE-243.
//
// # child-groups
//
//	&syscall.Credential{Uid: uid, Gid: gid, NoSetGroups: true}
//
//	NoSetGroups: the child gets another uid but keeps the supplementary groups
//	of this process, such as root's or docker's; leave it out, then nil Groups
//	means none
//
// Nil Groups alone is right: Go then calls setgroups with none. It does not
// when GidMappings are given without GidMappingsEnableSetgroups and without
// Groups. Silent where setgroups is refused anyway: the mapping of one's own
// gid, GidMappingsEnableSetgroups: false said aloud, NoSetGroups on one way
// only. CWE-271.
//
// # ambient-caps
//
// Ambient capabilities survive every exec. They are a note for a child whose
// program is a constant, and a warning for attributes that are used for any
// child. In the configuration of OCI containers, a non-empty inheritable set
// lets programs with file capabilities regain what was dropped
// (CVE-2022-24769, CVE-2022-27649, CVE-2022-29162):
//
//	Inheritable is not empty: a program in the container that has inheritable
//	file capabilities gets them although the process lost them; leave the set
//	empty
//
// It is a note when ambient capabilities are set too, which need it. A gid
// that is not among AdditionalGids (CVE-2022-36109) is reported unless the
// package adds it somewhere. CWE-276.
//
// # drop-conditional
//
//	if os.Getegid() != gid {
//		syscall.Setgid(gid)
//	}
//
//	syscall.Setgid (line 2) is skipped when this one id is equal of one id: the real and
//	saved ids and the groups may still be root's when it is equal; drop always,
//	or compare them all
//
// A comparison with 0 is right, and so is a drop that is verified afterwards.
// Further: a target that is 0 because the error of strconv.Atoi was dropped or
// a branch left it so; a uid without a gid in a credential or in an entry of a
// user database (CVE-2025-5689); Getuid asked after the real uid became 0
// (CVE-2023-38496). CWE-273.
//
// # dir-fd-across-chroot
//
//	root, err := os.Open("/")
//	syscall.Chroot(dir)
//
//	directory still open at the chroot when line 2 changes the
//	root: whoever takes over the process leaves the new root through it; close
//	it before
//
// Silent when it is closed before, or used to change back. CWE-403.
package privdrop
