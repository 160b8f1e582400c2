// Package lsptest is a client of a language server over its standard input and output, with what tests of diagnostics
// and quick fixes need of the protocol.
package lsptest

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A Client talks to one server.
type Client struct {
	t     testing.TB
	cmd   *exec.Cmd
	stdin io.WriteCloser
	stop  func()

	mu       sync.Mutex
	changed  *sync.Cond
	next     int
	replies  map[int]*message
	diags    map[string]published
	settings map[string]any
	versions map[string]int
	closed   error // why nothing more can come
	stderr   strings.Builder
}

type published struct {
	version int
	count   int
	list    []Diagnostic
}

type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      *int            `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// Start runs a server for a directory and initializes it with the settings, the value of "gopls" in an editor's. It is
// stopped when the test ends.
func Start(t testing.TB, dir string, settings map[string]any, server string, args ...string) *Client {
	t.Helper()
	c := &Client{t: t, replies: map[int]*message{}, diags: map[string]published{}, settings: settings, versions: map[string]int{}}
	c.changed = sync.NewCond(&c.mu)
	c.cmd = exec.Command(server, args...)
	c.cmd.Dir = dir
	c.cmd.Stderr = lockedWriter{c}
	var err error
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { c.read(bufio.NewReader(stdout)); close(done) }()
	c.stop = sync.OnceFunc(func() {
		c.notify("exit", nil)
		_ = c.stdin.Close()
		timer := time.AfterFunc(10*time.Second, func() { _ = c.cmd.Process.Kill() })
		<-done
		_ = c.cmd.Wait() // exit without shutdown is an error, of no interest
		timer.Stop()
	})
	t.Cleanup(c.stop)
	c.Call("initialize", map[string]any{
		"processId": os.Getpid(), "rootUri": URI(dir),
		"workspaceFolders":      []any{map[string]any{"uri": URI(dir), "name": "test"}},
		"initializationOptions": settings,
		"capabilities":          capabilities,
	}, nil)
	c.notify("initialized", map[string]any{})
	return c
}

// capabilities are those of an editor that shows all that a diagnostic has.
var capabilities = map[string]any{
	"workspace": map[string]any{"configuration": true, "workspaceEdit": map[string]any{"documentChanges": true}},
	"textDocument": map[string]any{
		"publishDiagnostics": map[string]any{
			"relatedInformation": true, "versionSupport": true, "codeDescriptionSupport": true, "dataSupport": true,
		},
		"codeAction": map[string]any{
			"codeActionLiteralSupport": map[string]any{"codeActionKind": map[string]any{"valueSet": []string{"quickfix", "source.fixAll"}}},
			"dataSupport":              true,
			"resolveSupport":           map[string]any{"properties": []string{"edit"}},
		},
	},
}

type lockedWriter struct{ c *Client }

func (w lockedWriter) Write(b []byte) (int, error) {
	w.c.mu.Lock()
	defer w.c.mu.Unlock()
	return w.c.stderr.Write(b)
}

// Stderr is what the server has written to its log.
func (c *Client) Stderr() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stderr.String()
}

// Stop ends the server before the test ends.
func (c *Client) Stop() { c.stop() }

// Pid is the process of the server.
func (c *Client) Pid() int { return c.cmd.Process.Pid }

// Call makes a request and decodes its result; an error of the server fails the test.
func (c *Client) Call(method string, params, result any) {
	c.t.Helper()
	c.mu.Lock()
	c.next++
	id := c.next
	c.mu.Unlock()
	c.send(&message{ID: &id, Method: method, Params: encode(c.t, params)})
	var reply *message
	c.wait(method, func() bool { reply = c.replies[id]; return reply != nil })
	if reply.Error != nil {
		c.t.Fatalf("%s: %s", method, reply.Error.Message)
	}
	if result != nil {
		if err := json.Unmarshal(reply.Result, result); err != nil {
			c.t.Fatalf("%s: %v", method, err)
		}
	}
}

func (c *Client) notify(method string, params any) {
	c.send(&message{Method: method, Params: encode(c.t, params)})
}

func encode(t testing.TB, v any) json.RawMessage {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (c *Client) send(m *message) {
	m.JSONRPC = "2.0"
	b, err := json.Marshal(m)
	if err != nil {
		c.t.Error(err)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	_, _ = fmt.Fprintf(c.stdin, "Content-Length: %d\r\n\r\n%s", len(b), b) // a server that is gone is noticed by who waits
}

// patience is how long a reply or a diagnostic may take on a machine that is busy.
const patience = 10 * time.Minute

// wait blocks until cond, which is called with the lock held, is true.
func (c *Client) wait(what string, cond func() bool) {
	c.t.Helper()
	expired := false
	timer := time.AfterFunc(patience, func() { c.mu.Lock(); expired = true; c.changed.Broadcast(); c.mu.Unlock() })
	defer timer.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	for !cond() {
		if expired || c.closed != nil {
			c.t.Fatalf("waiting for %s: expired %t, %v\n%s", what, expired, c.closed, c.stderr.String())
		}
		c.changed.Wait()
	}
}

// read takes what the server sends until it ends.
func (c *Client) read(r *bufio.Reader) {
	for {
		m, err := readMessage(r)
		c.mu.Lock()
		if err != nil {
			c.closed = fmt.Errorf("the server is gone: %w", err)
			c.changed.Broadcast()
			c.mu.Unlock()
			return
		}
		switch m.Method {
		case "textDocument/publishDiagnostics":
			c.publish(m.Params)
		case "":
			c.replies[*m.ID] = m
		}
		c.changed.Broadcast()
		c.mu.Unlock()
		if m.Method != "" && m.ID != nil {
			c.send(&message{ID: m.ID, Result: c.answer(m)})
		}
	}
}

func readMessage(r *bufio.Reader) (*message, error) {
	length := -1
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, err
		}
		line = strings.TrimSpace(line)
		if line == "" {
			break
		}
		if n, ok := strings.CutPrefix(line, "Content-Length:"); ok {
			if length, err = strconv.Atoi(strings.TrimSpace(n)); err != nil {
				return nil, err
			}
		}
	}
	if length < 0 {
		return nil, errors.New("a message without Content-Length")
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	m := new(message)
	return m, json.Unmarshal(body, m)
}

// answer replies to a request of the server: with the settings, or with nothing.
func (c *Client) answer(m *message) json.RawMessage {
	if m.Method != "workspace/configuration" {
		return json.RawMessage("null")
	}
	var params struct{ Items []any }
	if err := json.Unmarshal(m.Params, &params); err != nil {
		return json.RawMessage("null")
	}
	all := make([]map[string]any, len(params.Items))
	for i := range all {
		all[i] = maps.Clone(c.settings)
	}
	b, err := json.Marshal(all)
	if err != nil {
		return json.RawMessage("null")
	}
	return b
}
