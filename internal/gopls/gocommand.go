package gopls

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A goCommand runs the go command in a directory, apart from workspaces and flags of the user's own projects.
type goCommand struct{ dir string }

// run returns what the go command prints. An error has its words.
func (g *goCommand) run(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = g.dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	out := strings.TrimSpace(stdout.String())
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", errors.New("the go command is not in PATH, and gopls cannot be built without it")
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return out, &goError{command: "go " + args[0], words: lastLines(stderr.String())}
	}
	return out, nil
}

// A goError is a failure of the go command.
type goError struct{ command, words string }

func (e *goError) Error() string { return e.command + ": " + e.words }

// lastLines is the end of what the go command says, without its progress.
func lastLines(text string) string {
	var keep []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "go: downloading ") && !strings.HasPrefix(line, "go: finding ") {
			keep = append(keep, line)
		}
	}
	const most = 8
	return strings.Join(keep[max(0, len(keep)-most):], "\n\t")
}

// download returns the directory of a module in the module cache.
func download(ctx context.Context, g *goCommand, path, version string) (string, error) {
	out, err := g.run(ctx, "mod", "download", "-json", path+"@"+version)
	var m struct{ Dir, Error string }
	if json.Unmarshal([]byte(out), &m) == nil && m.Dir != "" && m.Error == "" {
		return m.Dir, nil
	}
	if m.Error != "" {
		err = errors.New(m.Error)
	}
	if err == nil {
		err = errors.New("the go command says nothing about it")
	}
	for _, words := range []string{"unknown revision", "invalid version", "not found", "no matching versions", "no such file", "404"} {
		if strings.Contains(err.Error(), words) {
			if path != server {
				return "", fmt.Errorf("the version of this permvet, %s, is not published: name a checkout with -permvet DIR", version)
			}
			return "", fmt.Errorf("there is no gopls %s; these versions are expected to work: %s", version, strings.Join(versions(), ", "))
		}
	}
	return "", unreachable(err, filepath.Base(path)+" "+version)
}

// offline are the words by which the go command says that it cannot reach anything.
var offline = []string{"dial tcp", "no such host", "connection refused", "i/o timeout", "network is unreachable", "proxyconnect", "module lookup disabled", "TLS handshake"}

// unreachable explains an error that comes from a missing network.
func unreachable(err error, what string) error {
	for _, words := range offline {
		if strings.Contains(err.Error(), words) {
			return fmt.Errorf("%s cannot be downloaded: %s; the first build needs the network or a module proxy, see go help goproxy", what, firstLine(err.Error()))
		}
	}
	return err
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
