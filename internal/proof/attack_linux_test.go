package proof_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// An attack is what an attacker tries, over and over, until it is told to stop. It
// reports whether this try succeeded.
type attack func(path string) bool

// attacks are what this test program does when it is started as an attacker.
var attacks = map[string]attack{
	// read gets at contents that are not for others.
	"read": func(path string) bool {
		data, err := os.ReadFile(path)
		return err == nil && len(data) > 0
	},
	// write leaves something in a file of another user.
	"write": func(path string) bool {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return false
		}
		defer f.Close()
		_, err = f.WriteString("attacker")
		return err == nil
	},
	// connect reaches a server that is not for others.
	"connect": func(path string) bool {
		c, err := net.Dial("unix", path)
		if err != nil {
			return false
		}
		c.Close()
		return true
	},
	// link puts a symlink where the program will write; who wins is seen by what it
	// points to.
	"link": func(path string) bool {
		return os.Symlink(filepath.Join(filepath.Dir(filepath.Dir(path)), "precious"), path) == nil
	},
}

const attackVariable = "PERMVET_PROOF_ATTACK"

// TestMain runs an attack instead of the tests where the environment says so: it tries
// until its standard input ends, and prints how often it succeeded.
func TestMain(m *testing.M) {
	try, ok := attacks[os.Getenv(attackVariable)]
	if !ok {
		os.Exit(m.Run())
	}
	stop := make(chan bool)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(stop)
	}()
	fmt.Println("ready")
	for wins := 0; ; {
		select {
		case <-stop:
			fmt.Println(wins)
			os.Exit(0)
		default:
			if try(os.Args[1]) {
				wins++
			}
		}
	}
}

// nobody is the user that attacks.
const nobody = 65534

// during runs an attack as nobody while f runs, and returns how often it succeeded.
func during(t *testing.T, arena, name, path string, f func()) int {
	t.Helper()
	cmd := exec.Command(filepath.Join(arena, "attacker"), path)
	cmd.Dir = "/"
	cmd.Env = []string{attackVariable + "=" + name}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stdout)
	lines.Scan() // ready
	f()
	stdin.Close()
	lines.Scan()
	wins, err := strconv.Atoi(lines.Text())
	if err != nil {
		t.Fatalf("attacker: %v", err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatalf("attacker: %v", err)
	}
	return wins
}
