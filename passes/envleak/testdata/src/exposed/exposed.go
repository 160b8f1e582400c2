package exposed

import (
	"bytes"
	"encoding/json"
	"expvar"
	"fmt"
	"html/template"
	"io"
	"log"
	"net/http"
	"os"
	"strings"
)

// Right: one variable that is no secret.
func region(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, os.Getenv("AWS_REGION"))
}

// Right: an allow-list.
func allowed(w http.ResponseWriter, r *http.Request) {
	var out []string
	for _, kv := range os.Environ() {
		if strings.HasPrefix(kv, "APP_PUBLIC_") {
			out = append(out, kv)
		}
	}
	json.NewEncoder(w).Encode(out)
}

// Right: printed by prefix.
func printAllowed(w http.ResponseWriter, r *http.Request) {
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "LC_") {
			continue
		}
		fmt.Fprintln(w, kv)
	}
}

// Right: how many there are, and whether a secret is set.
func health(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintln(w, len(os.Environ()), os.Getenv("DB_PASSWORD") != "", strings.Contains(os.Getenv("API_TOKEN"), "."))
}

// Right: a file of the program's own.
func save(p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(os.Environ())
}

// Right: masked.
func masked() {
	log.Println("token", mask(os.Getenv("API_TOKEN")))
}

func mask(s string) string { return s[:2] + strings.Repeat("*", len(s)-2) }

// Right: where a secret is, not what.
func place() { log.Println(os.Getenv("DB_PASSWORD_FILE"), os.Getenv("KUBECONFIG")) }

// Right: a command whose purpose it is (a note).
func printEnv() {
	for _, kv := range os.Environ() {
		fmt.Println(kv)
	}
}

func response(w http.ResponseWriter, r *http.Request) {
	json.NewEncoder(w).Encode(os.Environ()) // want `^error: the whole environment goes to an HTTP response: clients can read every password and token in it; select non-secret variables explicitly \(envleak/env-exposed\)$`
}

func field(w http.ResponseWriter, r *http.Request) {
	var data struct {
		Host string
		Env  []string
	}
	data.Env = os.Environ()
	enc := json.NewEncoder(w)
	enc.Encode(data) // want `error: the whole environment goes to an HTTP response`
}

func marshalled(w http.ResponseWriter, r *http.Request) {
	b, err := json.Marshal(map[string]any{"env": os.Environ()})
	if err != nil {
		return
	}
	w.Write(b) // want `error: the whole environment goes to an HTTP response`
}

func lines(w http.ResponseWriter, r *http.Request) {
	for _, kv := range os.Environ() {
		fmt.Fprintln(w, kv) // want `error: the whole environment goes to an HTTP response`
	}
}

func mapped(w http.ResponseWriter, r *http.Request) {
	env := map[string]string{}
	for _, kv := range os.Environ() {
		k, v, ok := strings.Cut(kv, "=")
		if !ok {
			continue
		}
		env[k] = v
	}
	template.Must(template.New("x").Parse("{{.}}")).Execute(w, env) // want `error: the whole environment goes to a template: whoever writes or reads the page can see`
}

func built(w http.ResponseWriter, r *http.Request) {
	var b strings.Builder
	for i, kv := range os.Environ() {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(kv)
	}
	io.WriteString(w, b.String()) // want `error: the whole environment goes to an HTTP response`
}

func buffered(w http.ResponseWriter, r *http.Request) {
	var buf bytes.Buffer
	fmt.Fprintf(&buf, "%v", os.Environ())
	w.Write(buf.Bytes()) // want `error: the whole environment goes to an HTTP response`
}

func logs() {
	log.Printf("starting with %v", os.Environ())  // want `^warning: the whole environment goes to a log: it is kept longer and read by more people than the process`
	fmt.Println(strings.Join(os.Environ(), "\n")) // want `^warning: the whole environment goes to standard output`
	fmt.Fprintln(os.Stderr, os.Environ())         // want `warning: the whole environment goes to standard output`
}

func secret(w http.ResponseWriter, r *http.Request) {
	fmt.Fprintf(w, "dsn: %s", "app:"+os.Getenv("DB_PASSWORD")+"@db") // want `^error: the secret in DB_PASSWORD goes to an HTTP response`
	token, _ := os.LookupEnv("GITHUB_TOKEN")
	log.Println("using", token) // want `^warning: the secret in GITHUB_TOKEN goes to a log`
}

func metrics() {
	s := new(expvar.String)
	s.Set(strings.Join(os.Environ(), " ")) // want `^error: the whole environment goes to a metric or trace`
}

func rendered(t *template.Template, p string) error {
	f, err := os.OpenFile(p, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	return t.Execute(f, os.Environ()) // want `^warning: the whole environment goes to a template: whoever writes the template`
}

// Right: some are left out, and what stays is shown.
type sanitizer struct{ omit map[string]bool }

func (s *sanitizer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	vars := map[string]string{}
	var names []string
	for _, kv := range os.Environ() {
		k, v, _ := strings.Cut(kv, "=")
		if s.omit[k] {
			continue
		}
		vars[k] = v
		names = append(names, k)
	}
	for _, k := range names {
		fmt.Fprintf(w, "%s=%s\n", k, vars[k])
	}
}

// Right: a helper leaves some out.
func some(env []string) []string {
	var out []string
	for _, kv := range env {
		if strings.HasPrefix(kv, "APP_PUBLIC_") {
			out = append(out, kv)
		}
	}
	return out
}

func shownSome(w http.ResponseWriter, r *http.Request) {
	for _, kv := range some(os.Environ()) {
		fmt.Fprintln(w, kv)
	}
}

// Kept by the constructor, shown by a method.
type app struct{ base map[string]string }

func newApp() *app {
	base := map[string]string{}
	for _, kv := range os.Environ() {
		k, v, _ := strings.Cut(kv, "=")
		base[k] = v
	}
	return &app{base: base}
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	env := map[string]string{}
	for k, v := range a.base {
		env[k] = v
	}
	env["PATH_INFO"] = r.URL.Path
	for k, v := range env {
		io.WriteString(w, k+"="+v+"\n") // want `error: the whole environment goes to an HTTP response`
	}
}

// Right: the names alone.
func names(w http.ResponseWriter, r *http.Request) {
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		fmt.Fprintln(w, name)
	}
}

// Filled entry by entry in the constructor.
type gateway struct{ base map[string]string }

func newGateway() *gateway {
	g := &gateway{base: make(map[string]string)}
	for _, kv := range os.Environ() {
		if k, v, ok := strings.Cut(kv, "="); ok {
			g.base[k] = v
		}
	}
	return g
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	vars := map[string]string{"PATH_INFO": r.URL.Path}
	for k, v := range g.base {
		vars[k] = v
	}
	json.NewEncoder(w).Encode(vars) // want `error: the whole environment goes to an HTTP response`
}
