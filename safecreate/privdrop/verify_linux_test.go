package privdrop

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// Each thing that a thread can have left is noticed, by itself.
func TestCheckNamesWhatIsLeft(t *testing.T) {
	want := identity{uid: 7, gid: 8, groups: []int{9}, noBounding: true, noNewPrivs: true}
	status := func(change string) map[string]string {
		const good = "Uid:\t7\t7\t7\t7\nGid:\t8\t8\t8\t8\nGroups:\t8 9 \nNoNewPrivs:\t1\n" +
			"CapInh:\t0000000000000000\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n" +
			"CapBnd:\t0000000000000000\nCapAmb:\t0000000000000000\n"
		return parseStatus([]byte(good + change + "\n"))
	}
	if err := want.check(status("")); err != nil {
		t.Fatal("nothing is left:", err)
	}
	for _, left := range []string{
		"Uid:\t0 7 7 7", "Uid:\t7 0 7 7", "Uid:\t7 7 0 7", "Uid:\t7 7 7 0", "Uid:", "Gid:\t8 8 0 8", "Gid:", "Groups:\t0 9",
		"CapInh:\t1", "CapPrm:\t1", "CapEff:\t1", "CapBnd:\t1", "CapAmb:\t1", "NoNewPrivs:\t0",
	} {
		key, _, _ := strings.Cut(left, ":")
		err := want.check(status(left))
		if err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(strings.TrimSuffix(key, "s"))) {
			t.Errorf("%q: %v", left, err)
		}
	}
	allowing := identity{uid: 7, gid: 8, groups: []int{9}}
	if err := errors.Join(allowing.check(status("CapBnd:\t1")), allowing.check(status("NoNewPrivs:\t0"))); err != nil {
		t.Error("not asked for:", err)
	}
}

// As the process that one is, with something else asked for: verify is no formality.
func TestVerifyNotices(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("as root setuid(0) succeeds; see TestTo")
	}
	view, err := openThreads()
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	groups, err := syscall.Getgroups()
	if err != nil {
		t.Fatal(err)
	}
	is := identity{uid: os.Getuid(), gid: os.Getgid(), groups: groups}
	if err := verify(view, is); err != nil {
		t.Fatal(err)
	}
	for what, change := range map[string]func(*identity){
		"uid": func(id *identity) { id.uid++ }, "gid": func(id *identity) { id.gid++ },
		"missing": func(id *identity) { id.groups = append(id.groups, 4242) },
	} {
		other := is
		other.groups = slices.Clone(is.groups)
		change(&other)
		if err := verify(view, other); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func FuzzParseStatus(f *testing.F) {
	f.Add([]byte("Name:\tx\nUid:\t0\t0\t0\t0\n"))
	f.Add([]byte(":\n::"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for key := range parseStatus(b) {
			if strings.ContainsAny(key, ":\n") {
				t.Fatalf("key %q", key)
			}
		}
	})
}

// A list without threads is no answer.
func TestEachNeedsAThread(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := (threads{root: root}).verify(identity{}); err == nil {
		t.Error("nothing was looked at, and nothing was said")
	}
}

func TestSeccompNumberIsKnown(t *testing.T) {
	if _, ok := seccompNumber(runtime.GOARCH); !ok {
		t.Errorf("no number for %s", runtime.GOARCH)
	}
}

// As whoever one is: the threads are looked at, and the error says which.
func TestVerifyNamesTheThread(t *testing.T) {
	view, err := openThreads()
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	err = view.verify(identity{uid: os.Getuid() + 1, gid: os.Getgid()})
	if err == nil || !strings.HasPrefix(err.Error(), "thread ") || !strings.Contains(err.Error(), ": Uid is ") {
		t.Error(err)
	}
}
