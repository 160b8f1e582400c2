// Package structs writes structs to files.
package structs

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// Page has a token, but none that lets anybody in.
type Page struct {
	Items     []string
	NextToken string
	MaxTokens int
	TokenURL  string
}

type account struct {
	URL   string `json:"url"`
	Token string `json:"token"`
}

type settings struct {
	Active   string
	Accounts map[string]account
	When     time.Time
}

// hidden keeps its secret to itself.
type hidden struct {
	URL      string
	Password string `json:"-"`
	token    string
}

func page(p string, v *Page) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644)
}

func unwritten(p string, v hidden) error {
	v.token = "x"
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644)
}

func private(p string, v *settings) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o600)
}

func inPrivateDir(v *settings) error {
	dir, err := os.MkdirTemp("", "x")
	if err != nil {
		return err
	}
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "x"), b, 0o644)
}

func marshalled(p string, v *settings) error {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(p, b, 0o644) // want `^warning: secret created by os.WriteFile with mode 0644 \(it holds the field account.Token\): group and others can read it; create it with 0600 \(filemode/secret-readable\)$`
}

func encoded(p string, v []account) error {
	f, err := os.Create(p) // want `^warning: secret created by os.Create with mode 0666 \(it holds the field account.Token\): .*; open it with O_CREATE and mode 0600`
	if err != nil {
		return err
	}
	defer f.Close()
	return json.NewEncoder(f).Encode(v)
}
