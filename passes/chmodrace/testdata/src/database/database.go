// Package database opens SQLite databases, which the driver creates.
package database

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Right: made before, with the mode that it shall have.
func before(path string) (*sql.DB, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	f.Close()
	return sql.Open("sqlite3", path)
}

// Right: born private in a helper, and the chmod only makes sure.
func private(path string) (*sql.DB, error) {
	if err := empty(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL")
	if err != nil {
		return nil, err
	}
	return db, os.Chmod(path, 0o600)
}

func empty(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// Right: no file.
func memory() (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file::memory:?cache=shared")
	if err != nil {
		return nil, err
	}
	return db, os.Chmod("file::memory:", 0o600)
}

// Right: another driver, which has a server.
func server(path string) (*sql.DB, error) {
	db, err := sql.Open("postgres", path)
	if err != nil {
		return nil, err
	}
	return db, os.Chmod(path, 0o600)
}

func after(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", path) // want `error: .*narrowed-after-create`
	if err != nil {
		return nil, err
	}
	return db, os.Chmod(path, 0o600)
}

func sidecars(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", fmt.Sprintf("file:%s?_journal_mode=WAL", path)) // want `error: .*narrowed-after-create`
	if err != nil {
		return nil, err
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+suffix, 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return db, nil
}
