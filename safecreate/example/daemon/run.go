//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/permvet/permvet/safecreate"
)

// run is the daemon, from its start as root to its end as somebody else.
func run(c config) error {
	// Before there is anything to clean up that a signal could leave.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP, syscall.SIGTERM, os.Interrupt)

	s, err := start(c)
	if err != nil {
		return err
	}
	defer s.close()
	log := slog.New(slog.NewTextHandler(s.log, nil))
	web := &http.Server{Handler: s.handler(log), ConnContext: withPeer}
	failed := make(chan error, 2)
	for _, l := range []net.Listener{s.socket, s.tcp} {
		go func() { failed <- web.Serve(l) }()
	}
	log.Info("started", "pid", os.Getpid(), "uid", os.Getuid())
	for {
		select {
		case err := <-failed:
			return err
		case sig := <-signals:
			if sig == syscall.SIGHUP {
				if err := s.log.Reopen(); err != nil {
					log.Error("log stays as it was", "error", err)
				} else {
					log.Info("log opened again")
				}
				continue
			}
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			err := web.Shutdown(ctx) // closes the listeners, which removes the socket
			log.Info("stopped", "signal", sig, "error", err)
			return err
		}
	}
}

// mayStay takes it for no failure that root's directory keeps the pid file: its lock is
// released, and the next start replaces it.
func mayStay(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	return err
}

type peerKey struct{}

// withPeer notes who is at the other end of a unix socket.
func withPeer(ctx context.Context, c net.Conn) context.Context {
	if u, ok := c.(*net.UnixConn); ok {
		if peer, err := safecreate.PeerCred(u); err == nil {
			return context.WithValue(ctx, peerKey{}, peer)
		}
	}
	return ctx
}

func (s *server) handler(log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /", func(w http.ResponseWriter, r *http.Request) {
		if peer, ok := r.Context().Value(peerKey{}).(safecreate.Peer); ok {
			fmt.Fprintf(w, "hello uid %d\n", peer.UID)
			log.Info("request", "uid", peer.UID)
			return
		}
		fmt.Fprintln(w, "hello")
		log.Info("request", "from", r.RemoteAddr)
	})
	mux.HandleFunc("POST /child", func(w http.ResponseWriter, r *http.Request) {
		if err := s.startChild(r.Context()); err != nil {
			log.Error("child", "error", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
	return mux
}

// startChild runs a program of the jail with what a login of the user would have in its
// environment. Its output goes to the log, because ours does.
func (s *server) startChild(ctx context.Context) error {
	c := safecreate.CommandContext(ctx, "/bin/daemon", "child")
	c.Env = safecreate.Env(s.user.Env()...)
	c.Dir = "/"
	c.Stdin, c.Stdout, c.Stderr = s.null, os.Stdout, os.Stderr
	return c.Run()
}
