//go:build unix

package privdrop

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
)

// To changes the real, effective and saved user and group ids to uid and gid and the
// supplementary groups to exactly groups, in every thread, and verifies that nothing of
// the former rights is left or can be regained. nil groups means none.
//
// Order: open /proc/self/task, or take what [Chroot] has kept of it;
// prctl(PR_CAPBSET_DROP) for each capability; setgroups, setresgid, setresuid (setgid and
// setuid where there is no setres) through package syscall, which applies them to all
// threads, with cgo and without; capset to nothing; [NoNewPrivs]; then getuid, geteuid,
// getgid, getegid, getgroups; on Linux the ids, the groups, the permitted, effective,
// inheritable, ambient and bounding capabilities and the no_new_privs flag of each thread
// in /proc/self/task; finally setuid(0) and setgid(0), which must fail. On FreeBSD, macOS
// and DragonFly, where the first group is the effective one, gid is put in front.
//
// no_new_privs is what keeps execve from giving rights back, be it by a setuid bit, by
// file capabilities or, without a securebit against it, by uid 0; see [AllowSetuid] for
// programs that need such children. Capset is there for threads that keep their
// capabilities over a change of uid (PR_SET_KEEPCAPS, SECBIT_NO_SETUID_FIXUP); securebits
// themselves stay as they are.
//
// With cgo a thread cannot change the capabilities of the others: what setresuid leaves of
// them is then not cleared but refused, except for the bounding set, which grants nothing
// by itself and which no_new_privs makes powerless. It also stays, in either case, where
// the process has no CAP_SETPCAP.
//
// uid, gid or a group of 0 or less is [ErrRoot], and no /proc to look at is [ErrNoProc];
// nothing has been changed then. EPERM says that the process lacks the right to change
// ids. [ErrIncomplete] says what is left. After any error but the first two the process is
// in between: it must exit.
//
// What is open stays open, and the environment, the working directory and the umask
// stay: close and set them first; see [User.Env].
func To(uid, gid int, groups []int, opts ...Option) error {
	o := gather(opts)
	if uid <= 0 || gid <= 0 || slices.ContainsFunc(groups, func(g int) bool { return g <= 0 }) {
		return ErrRoot
	}
	view, err := openThreads()
	if err != nil {
		return fmt.Errorf("privdrop: list threads: %w", err)
	}
	defer view.Close()
	want := identity{uid: uid, gid: gid, groups: groups, noNewPrivs: !o.allowSetuid}
	if !o.allowSetuid {
		if want.noBounding, err = emptyBounding(); err != nil {
			return fmt.Errorf("privdrop: %w", err)
		}
	}
	if err := syscall.Setgroups(groupList(gid, groups)); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setgroups", err))
	}
	if err := setgid(gid); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setgid", err))
	}
	if err := setuid(uid); err != nil {
		return fmt.Errorf("privdrop: %w", os.NewSyscallError("setuid", err))
	}
	if err := clearCapabilities(); err != nil {
		return fmt.Errorf("privdrop: %w", err)
	}
	if !o.allowSetuid {
		if err := setNoNewPrivs(); err != nil {
			return err
		}
	}
	if err := verify(view, want); err != nil {
		return fmt.Errorf("%w: %w", ErrIncomplete, err)
	}
	return nil
}

// An identity is what every thread must have.
type identity struct {
	uid, gid   int
	groups     []int
	noBounding bool // the bounding set has been emptied
	noNewPrivs bool
}

// ownsGroup accepts gid too, which some systems list among the groups.
func (id identity) ownsGroup(g int) bool { return g == id.gid || slices.Contains(id.groups, g) }

func verify(view threads, want identity) error {
	for _, id := range []struct {
		name      string
		got, want int
	}{
		{"uid", os.Getuid(), want.uid}, {"effective uid", os.Geteuid(), want.uid},
		{"gid", os.Getgid(), want.gid}, {"effective gid", os.Getegid(), want.gid},
	} {
		if id.got != id.want {
			return fmt.Errorf("%s is %d, not %d", id.name, id.got, id.want)
		}
	}
	have, err := syscall.Getgroups()
	if err != nil {
		return os.NewSyscallError("getgroups", err)
	}
	for _, g := range have {
		if !want.ownsGroup(g) {
			return fmt.Errorf("group %d is left", g)
		}
	}
	for _, g := range want.groups { // one that denies would be missed as well
		if !slices.Contains(have, g) {
			return fmt.Errorf("group %d is missing", g)
		}
	}
	if err := view.verify(want); err != nil {
		return err
	}
	if syscall.Setuid(0) == nil {
		return errors.New("uid 0 could be regained")
	}
	if syscall.Setgid(0) == nil {
		return errors.New("gid 0 could be regained")
	}
	return nil
}
