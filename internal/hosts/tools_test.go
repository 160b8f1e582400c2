//go:build integration

package hosts

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// countingTool is a vet tool that notes the packages it is asked to analyze, in the file PERMVET_TEST_LOG, and lets
// the real tool do the work.
func countingTool(tool string) int {
	if last := os.Args[len(os.Args)-1]; strings.HasSuffix(last, ".cfg") {
		var cfg struct {
			ImportPath string
			VetxOnly   bool
		}
		data, err := os.ReadFile(last)
		if err == nil {
			err = json.Unmarshal(data, &cfg)
		}
		if err == nil {
			err = appendLine(os.Getenv("PERMVET_TEST_LOG"), fmt.Sprintf("%s %t", cfg.ImportPath, cfg.VetxOnly))
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 3
		}
	}
	cmd := exec.Command(tool, os.Args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return exit.ExitCode()
		}
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	return 0
}

func appendLine(file, line string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(line + "\n"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// cacheProgram serves the go command as GOCACHEPROG (see cmd/go/internal/cacheprog): it keeps what is put below a
// directory, as a team's shared cache does.
func cacheProgram(dir string) int {
	in, out := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	if err := out.Encode(map[string]any{"ID": 0, "KnownCommands": []string{"get", "put", "close"}}); err != nil {
		return 1
	}
	for {
		var req struct {
			ID                 int64
			Command            string
			ActionID, OutputID []byte
			BodySize           int64
		}
		if err := in.Decode(&req); errors.Is(err, io.EOF) {
			return 0
		} else if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		var body []byte
		if req.Command == "put" && req.BodySize > 0 {
			if err := in.Decode(&body); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return 1
			}
		}
		reply := map[string]any{"ID": req.ID}
		switch req.Command {
		case "get":
			getEntry(dir, req.ActionID, reply)
		case "put":
			if err := putEntry(dir, req.ActionID, req.OutputID, body, reply); err != nil {
				reply["Err"] = err.Error()
			}
		}
		if err := out.Encode(reply); err != nil {
			return 1
		}
	}
}

func getEntry(dir string, action []byte, reply map[string]any) {
	entry, err := os.ReadFile(filepath.Join(dir, hex.EncodeToString(action)))
	output, size, ok := strings.Cut(string(entry), " ")
	id, err2 := base64.StdEncoding.DecodeString(output)
	n, err3 := strconv.ParseInt(size, 10, 64)
	if err != nil || err2 != nil || err3 != nil || !ok {
		reply["Miss"] = true
		return
	}
	reply["OutputID"], reply["Size"], reply["DiskPath"] = id, n, filepath.Join(dir, "o-"+hex.EncodeToString(id))
}

func putEntry(dir string, action, output, body []byte, reply map[string]any) error {
	path := filepath.Join(dir, "o-"+hex.EncodeToString(output))
	if err := os.WriteFile(path, body, 0o644); err != nil {
		return err
	}
	reply["DiskPath"] = path
	entry := fmt.Sprintf("%s %d", base64.StdEncoding.EncodeToString(output), len(body))
	return os.WriteFile(filepath.Join(dir, hex.EncodeToString(action)), []byte(entry), 0o644)
}
