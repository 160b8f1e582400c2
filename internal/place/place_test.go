package place

import (
	"testing"

	"github.com/permvet/permvet/internal/value"
)

var (
	tmp    = value.Of(value.SharedTmp, "")
	unique = value.Of(value.Unique, "t1")
	home   = value.Of(value.UserDir, "HOME")
	param  = value.Opaque("#0")
)

func join(p value.Text, elems ...string) value.Text {
	for _, e := range elems {
		p = value.JoinPath(p, value.Lit(e))
	}
	return p
}

func either(paths ...value.Text) value.Text {
	p := value.Opaque("phi")
	p.Alts = paths
	return p
}

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		path value.Text
		goos string
		want Place
	}{
		{value.Text{}, "linux", Unknown},
		{param, "linux", Unknown},
		{join(param, "x"), "linux", Unknown},
		{value.Lit("/x"), "linux", Unknown},
		{value.Lit("/variable/x"), "linux", Unknown},
		{value.Lit("/tmp"), "linux", Unknown},
		{value.Lit("/tmp/x"), "linux", Shared},
		{value.Lit("/dev/shm/x"), "linux", Shared},
		{value.JoinPath(value.Lit("/var/tmp"), param), "linux", Shared},
		{value.Lit("/tmp/.X11-unix/X0"), "linux", Unknown},
		{join(tmp, "x"), "linux", Shared},
		{join(tmp, "x"), "darwin", User},
		{value.Lit("/tmp/x"), "darwin", Shared},
		{unique, "linux", Unknown}, // the name itself cannot be guessed; that is no question of place
		{join(unique, "x"), "linux", Private},
		{join(tmp, "x", "y"), "linux", Shared},
		{join(home, ".ssh", "id"), "linux", User},
		{join(value.Of(value.UserDir, "XDG_RUNTIME_DIR"), "x"), "linux", Private},
		{value.Lit("/run/user/1000/x"), "linux", Private},
		{value.Lit("/home/me/x"), "linux", User},
		{value.Lit("/etc/app.conf"), "linux", Root},
		{value.Lit("/etc"), "linux", Root},
		{value.Lit("/etcetera"), "linux", Unknown},
		{value.Lit("/run/app.pid"), "linux", Service},
		{value.JoinPath(value.Lit("/var/lib/app"), param), "linux", Service},
		{value.Lit("/proc/self/oom_score_adj"), "linux", Kernel},
		{value.Lit("/dev/null"), "linux", Kernel},
		{join(param, "cgroup.procs"), "linux", Kernel},
		{join(param, "tasks"), "linux", Kernel},
		{join(param, "mytasks"), "linux", Unknown},
		{value.JoinPath(param, value.Lit("/proc/sys/net")), "linux", Kernel},
		{value.Lit("out.txt"), "linux", Chosen},
		{value.Lit("./out"), "linux", Chosen},
		{either(value.Lit("/etc/x"), value.Lit("/tmp/x")), "linux", Shared},
		{either(value.Lit("/etc/x"), join(home, "x")), "linux", Root},
		{either(value.Lit("/etc/x"), param), "linux", Unknown},
	} {
		if got := Of(tt.path, tt.goos); got != tt.want {
			t.Errorf("%s: Of(%s) = %s, want %s", tt.goos, tt.path, got, tt.want)
		}
	}
}

func TestMayBe(t *testing.T) {
	p := either(value.Lit("/proc/x"), param)
	if !MayBe(p, Kernel, "linux") || MayBe(p, Root, "linux") || MayBe(param, Kernel, "linux") {
		t.Error("MayBe asks for one of the values")
	}
}

func TestOrder(t *testing.T) {
	for p := Kernel; p <= Shared; p++ {
		if p.Safe() && p.Exposed() || p == Unknown && (p.Safe() || p.Exposed()) || p.System() && !p.Safe() {
			t.Errorf("%s: safe %t, exposed %t, system %t", p, p.Safe(), p.Exposed(), p.System())
		}
		if p.String() == "" {
			t.Errorf("place %d has no name", p)
		}
	}
}

func TestSharedDir(t *testing.T) {
	for _, tt := range []struct {
		path value.Text
		want string
	}{
		{value.Lit("/tmp"), ""},
		{value.Lit("/tmp/"), ""},
		{value.Lit("/tmpfiles/x"), ""},
		{value.Lit("/srv/tmp/x"), ""},
		{value.Lit("tmp/x"), ""},
		{tmp, ""},
		{value.Concat(tmp, value.Lit("-x")), ""},
		{value.Lit("/tmp/.X11-unix/X0"), ""},
		{value.JoinPath(param, value.Lit("/tmp/x")), ""},
		{value.Lit("/tmp/x"), "/tmp"},
		{value.Lit("/var/tmp/a/b"), "/var/tmp"},
		{value.JoinPath(value.Lit("/dev/shm"), param), "/dev/shm"},
		{value.Concat(value.Lit("/tmp/"), value.Of(value.Guess, "pid")), "/tmp"},
		{join(tmp, "x"), "the temporary directory"},
	} {
		if got := SharedDir(tt.path, "linux"); got != tt.want {
			t.Errorf("%s: SharedDir %q, want %q", tt.path, got, tt.want)
		}
	}
}
