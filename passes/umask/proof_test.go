//go:build unix

package umask_test

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// The umask belongs to the whole process, so the proof runs in a child: this
// test binary again.
const proofVar = "PERMVET_UMASK_PROOF"

func TestMain(m *testing.M) {
	if os.Getenv(proofVar) != "" {
		twoWindows()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// twoWindows lets two goroutines open and close a window, the second inside
// the first but closing after it, and prints the umask that is left.
func twoWindows() {
	syscall.Umask(0o022)
	opened, closed := make(chan bool), make(chan bool)
	go func() {
		old := syscall.Umask(0)
		opened <- true
		<-opened // the other window is open too
		syscall.Umask(old)
		closed <- true
	}()
	<-opened
	old := syscall.Umask(0)
	opened <- true
	<-closed
	syscall.Umask(old)
	fmt.Printf("%04o", syscall.Umask(0))
}

// TestTwoWindows: umask-window. Each goroutine restores what it found, and the
// process stays at 0 for good.
func TestTwoWindows(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), proofVar+"=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	if string(out) != "0000" {
		t.Errorf("after both windows the umask is %s; 0022 would be right, 0000 is the claim", out)
	}
}
