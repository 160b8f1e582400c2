// Package changed asks git which lines differ from a revision. It runs git with everything off by which a repository
// can make git run other programs.
package changed

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Lines are the lines that changed, by absolute file name. A nil set of lines means all of them.
type Lines map[string]map[int]bool

// Has reports whether one of the lines from first to last changed.
func (l Lines) Has(name string, first, last int) bool {
	set, ok := l[name]
	if !ok {
		return false
	}
	for n := first; set != nil && n <= max(first, last); n++ {
		if set[n] {
			return true
		}
	}
	return set == nil
}

// A Repo is a repository and the commit to compare with.
type Repo struct {
	Root string // the top of the work tree
	Base string // a commit
}

// Open finds the repository of dir and the commit from which the work tree and rev both come, so that what happened on
// the branch of rev since then is not taken for a change.
func Open(ctx context.Context, dir, rev string) (*Repo, error) {
	root, err := git(ctx, dir, "rev-parse", "--show-toplevel")
	if err != nil {
		return nil, fmt.Errorf("-diff needs a git repository: %w", err)
	}
	r := &Repo{Root: filepath.FromSlash(strings.TrimSpace(string(root)))}
	commit, err := git(ctx, dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, fmt.Errorf("-diff: there is no revision %q; in a shallow clone fetch it first, as with git fetch origin main", rev)
	}
	r.Base = strings.TrimSpace(string(commit))
	if base, err := git(ctx, dir, "merge-base", r.Base, "HEAD"); err == nil {
		r.Base = strings.TrimSpace(string(base))
	}
	return r, nil
}

// Lines returns the lines of Go files that are not as in the base, those of untracked files included.
func (r *Repo) Lines(ctx context.Context) (Lines, error) {
	diff, err := git(ctx, r.Root, "-c", "core.quotePath=true", "diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames",
		"--unified=0", "--src-prefix=a/", "--dst-prefix=b/", r.Base, "--", "*.go")
	if err != nil {
		return nil, fmt.Errorf("-diff: %w", err)
	}
	lines, err := parse(r.Root, diff)
	if err != nil {
		return nil, fmt.Errorf("-diff: reading what git diff says: %w", err)
	}
	untracked, err := git(ctx, r.Root, "ls-files", "--others", "--exclude-standard", "-z", "--", "*.go")
	if err != nil {
		return nil, fmt.Errorf("-diff: %w", err)
	}
	for name := range strings.SplitSeq(string(untracked), "\x00") {
		if name != "" {
			lines[filepath.Join(r.Root, filepath.FromSlash(name))] = nil
		}
	}
	return lines, nil
}

var hunkRE = regexp.MustCompile(`^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@`)

// parse reads a unified difference without context.
func parse(root string, diff []byte) (Lines, error) {
	lines := Lines{}
	var set map[int]bool
	in := bufio.NewReader(bytes.NewReader(diff))
	body := 0 // lines of the hunk that follow, which may look like headers
	for {
		line, err := in.ReadString('\n')
		if line == "" && errors.Is(err, io.EOF) {
			return lines, nil
		}
		line = strings.TrimRight(line, "\r\n")
		switch {
		case body > 0 && !strings.HasPrefix(line, `\`):
			body--
		case strings.HasPrefix(line, "+++ "):
			name, err := fileName(line[len("+++ "):])
			if err != nil {
				return nil, err
			}
			set = map[int]bool{}
			if name != "" {
				lines[filepath.Join(root, filepath.FromSlash(name))] = set
			}
		case strings.HasPrefix(line, "@@ "):
			m := hunkRE.FindStringSubmatch(line)
			if m == nil || set == nil {
				return nil, fmt.Errorf("unexpected line %q", line)
			}
			body = addHunk(set, line, m)
		}
	}
}

// maxHunk is the number of lines of a hunk above which nobody wrote it.
const maxHunk = 1 << 20

// addHunk marks the lines of a hunk and returns how many lines it has. Where lines were only removed, those beside the
// gap count as changed.
func addHunk(set map[int]bool, line string, m []string) int {
	start, _ := strconv.Atoi(m[1]) // digits
	count := 1
	if m[2] != "" {
		count, _ = strconv.Atoi(m[2])
	}
	for n := range min(count, maxHunk) {
		set[start+n] = true
	}
	if count == 0 {
		set[start], set[start+1] = true, true
	}
	removed := 1
	if _, n, found := strings.Cut(strings.Fields(line)[1], ","); found {
		removed, _ = strconv.Atoi(n)
	}
	return removed + count
}

// fileName takes the name out of a header: git quotes it if there is something odd in it. It is empty for /dev/null.
func fileName(s string) (string, error) {
	s = strings.TrimSuffix(s, "\t")
	if strings.HasPrefix(s, `"`) {
		unquoted, err := strconv.Unquote(s)
		if err != nil {
			return "", fmt.Errorf("file name %s: %w", s, err)
		}
		s = unquoted
	}
	if s == "/dev/null" {
		return "", nil
	}
	name, ok := strings.CutPrefix(s, "b/")
	if !ok {
		return "", fmt.Errorf("unexpected file name %q", s)
	}
	return name, nil
}

// Extract writes the files of the base below dir.
func (r *Repo) Extract(ctx context.Context, dir string) error {
	cmd := command(ctx, r.Root, "archive", "--format=tar", r.Base)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	err = untar(out, dir)
	if _, drain := io.Copy(io.Discard, out); err == nil {
		err = drain
	}
	if wait := cmd.Wait(); err == nil && wait != nil {
		err = fmt.Errorf("git archive: %w: %s", wait, strings.TrimSpace(stderr.String()))
	}
	return err
}

// untar writes regular files and symbolic links, all inside of dir.
func untar(in io.Reader, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close() //nolint:errcheck // it is only a handle
	archive := tar.NewReader(in)
	for {
		h, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		name := filepath.FromSlash(h.Name)
		switch h.Typeflag {
		case tar.TypeDir:
			err = root.MkdirAll(strings.TrimSuffix(name, string(filepath.Separator)), 0o700)
		case tar.TypeSymlink:
			err = root.Symlink(h.Linkname, name)
		case tar.TypeReg:
			err = writeFile(root, name, archive)
		}
		if err != nil {
			return err
		}
	}
}

func writeFile(root *os.Root, name string, in io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, f.Close())
}

func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append([]string{"-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C")
	return cmd
}

func git(ctx context.Context, dir string, args ...string) ([]byte, error) {
	cmd := command(ctx, dir, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		if msg := strings.Join(strings.Fields(stderr.String()), " "); msg != "" {
			return nil, errors.New(msg)
		}
		return nil, err
	}
	return out, nil
}
