//go:build unix

package privdrop

import (
	"errors"
	"os/exec"
	"os/user"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	id, err := exec.LookPath("id")
	if err != nil {
		t.Skip("needs id")
	}
	for _, name := range []string{"root", "daemon", "nobody"} {
		u, err := Lookup(name)
		if err != nil {
			t.Skip(err)
		}
		out, err := exec.Command(id, "-G", name).Output()
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, gid := range append([]int{u.GID}, u.Groups...) {
			want = append(want, strconv.Itoa(gid))
		}
		got := strings.Fields(string(out))
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: groups %q, id says %q", name, want, got)
		}
		byNumber, err := Lookup(strconv.Itoa(u.UID))
		if err != nil || byNumber.Name != name || byNumber.UID != u.UID {
			t.Errorf("%d: %+v, %v, want %s", u.UID, byNumber, err, name)
		}
	}
	if u, err := Lookup("root"); err != nil || u.UID != 0 || slices.Contains(u.Groups, u.GID) {
		t.Errorf("%+v, %v", u, err)
	} else if err := u.To(); err != ErrRoot {
		t.Errorf("To of root: %v, want ErrRoot", err)
	}
	if _, err := Lookup("no such user"); !errors.Is(err, user.UnknownUserError("no such user")) {
		t.Error(err)
	}
	if _, err := Lookup("2147483000"); !errors.Is(err, user.UnknownUserIdError(2147483000)) {
		t.Error(err)
	}
}

func TestLookupGroup(t *testing.T) {
	for name, want := range map[string]int{"daemon": 1, "1": 1, "2147483000": 2147483000} {
		if gid, err := LookupGroup(name); name == "daemon" && err != nil {
			t.Log(err)
		} else if gid != want || err != nil {
			t.Errorf("%s: %d, %v", name, gid, err)
		}
	}
	for _, name := range []string{"no such group", "-1", ""} {
		if _, err := LookupGroup(name); !errors.Is(err, user.UnknownGroupError(name)) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestUserEnv(t *testing.T) {
	u := &User{Name: "www", Home: "/srv/www"}
	got := strings.Join(u.Env(), " ")
	want := "HOME=/srv/www USER=www LOGNAME=www SHELL=/bin/sh PATH=/usr/local/bin:/usr/bin:/bin"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
