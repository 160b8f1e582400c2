package api

const (
	whyBind    = "bind(2) makes the socket file with 0777 &^ umask; connect(2) then needs write permission"
	whyAdopt   = "makes an object of a descriptor that came from elsewhere"
	whyDial    = "a client needs write permission on the socket file"
	whyDupFile = "returns a duplicate, close-on-exec like all that package net makes"
	whyPeer    = "asks the kernel who is at the other end"
	whyServe   = "from here on other goroutines run"
)

// socketRows listen, bind, connect and serve. A Listen row without Network is
// of a Unix socket where it has a Path, else of another kind of socket.
var socketRows = join(
	listenRows,
	each("(*net.UnixListener).", "SetUnlinkOnClose", Call{Does: Unlink, What: Socket, Handle: Recv, Value: 1, Why: "decides whether Close removes the socket file; off for a listener made from a file"}),
	rows(
		Call{Name: "net.FileListener", Does: Adopt, What: Socket, Handle: 1, Result: 1, Why: whyAdopt},
		Call{Name: "net.FileConn", Does: Adopt, What: Socket, Handle: 1, Result: 1, Why: whyAdopt},
		Call{Name: "net.FilePacketConn", Does: Adopt, What: Socket, Handle: 1, Result: 1, Why: whyAdopt},
		Call{Name: "os.NewFile", Does: Adopt, Handle: 1, Result: 1, Why: whyAdopt},
	),
	each("(*net.UnixListener).", "File", fileOf), each("(*net.TCPListener).", "File", fileOf),
	each("(*net.conn).", "File", fileOf), // of every connection type
	sys("Bind", all, all, Call{Does: Bind, What: Socket, Handle: 1, Path: 2, Fixed: 0o777, HasFixed: true, Why: whyBind}),
	sys("Listen", all, all, Call{Does: Listen, What: Socket, Handle: 1, Why: "from here on clients can connect"}),
	sys("Connect", all, all, Call{Does: Connect, What: Socket, Handle: 1, Path: 2, Why: whyDial}),
	each("(syscall.RawConn).", "Control Read Write", Call{Does: WithFD, Handle: Recv, Why: "hands the descriptor to the callback for as long as it runs"}),
	dialRows, peerRows, closeRows, serveRows,
)

var fileOf = Call{Does: NewFD, What: Socket, Handle: Recv, Result: 1, FD: always(1), Why: whyDupFile}

var listenRows = join(
	rows(
		Call{Name: "net.Listen", Does: Listen, What: Socket, Network: 1, Path: 2, Result: 1, Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "net.ListenPacket", Does: Listen, What: Socket, Network: 1, Path: 2, Result: 1, Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "net.ListenUnix", Does: Listen, What: Socket, Path: 2, Result: 1, Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "net.ListenUnixgram", Does: Listen, What: Socket, Path: 2, Result: 1, Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "(*net.ListenConfig).Listen", Does: Listen, What: Socket, Network: 2, Path: 3, Result: 1, Hook: "Control", Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "(*net.ListenConfig).ListenPacket", Does: Listen, What: Socket, Network: 2, Path: 3, Result: 1, Hook: "Control", Fixed: 0o777, HasFixed: true, Why: whyBind},
		Call{Name: "crypto/tls.Listen", Does: Listen, What: Socket, Network: 1, Path: 2, Result: 1, Fixed: 0o777, HasFixed: true, Why: whyBind},
	),
	each("net.", "ListenTCP ListenUDP ListenIP ListenMulticastUDP", Call{Does: Listen, What: Socket, Network: 1, Result: 1, Why: "never a Unix socket"}),
)

var dialRows = join(
	each("net.", "Dial DialTimeout", Call{Does: Connect, What: Socket, Network: 1, Path: 2, Result: 1, Why: whyDial}),
	each("net.", "DialUnix", Call{Does: Connect, What: Socket, Network: 1, Path: 3, Result: 1, Why: whyDial}),
	each("(*net.Dialer).", "Dial", Call{Does: Connect, What: Socket, Network: 1, Path: 2, Result: 1, Why: whyDial}),
	each("(*net.Dialer).", "DialContext", Call{Does: Connect, What: Socket, Network: 2, Path: 3, Result: 1, Why: whyDial}),
	each("(*net.Dialer).", "DialUnix", Call{Does: Connect, What: Socket, Network: 2, Path: 4, Result: 1, Why: whyDial}),
)

var peerRows = join(
	sys("GetsockoptUcred", linux, linux, Call{Does: PeerCred, Handle: 1, Result: 1, Why: whyPeer}),
	sys("GetsockoptXucred", absent, "darwin freebsd", Call{Does: PeerCred, Handle: 1, Result: 1, Why: whyPeer}),
	sys("ParseUnixCredentials", linux, linux, Call{Does: PeerCred, Data: 1, Result: 1, Why: "reads the credentials that the kernel vouched for in SCM_CREDENTIALS"}),
	each("inet.af/peercred.", "Get", Call{Does: PeerCred, Handle: 1, Result: 1, Why: whyPeer}),
	each("github.com/tailscale/peercred.", "Get", Call{Does: PeerCred, Handle: 1, Result: 1, Why: whyPeer}),
)

// closeRows end listeners and connections.
var closeRows = join(
	each("(net.Listener).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(net.Conn).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(net.PacketConn).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(io.Closer).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(*net.conn).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(*net.TCPListener).", "Close", Call{Does: Close, Handle: Recv, Why: whyClose}),
	each("(*net.UnixListener).", "Close", Call{Does: Close, Handle: Recv, Why: "removes the socket file by name if SetUnlinkOnClose says so"}),
)

var serveRows = join(
	each("net/http.", "Serve ServeTLS", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("net/http.", "ListenAndServe ListenAndServeTLS", Call{Does: Serve, Why: whyServe}),
	each("(*net/http.Server).", "Serve ServeTLS", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("(*net/http.Server).", "ListenAndServe ListenAndServeTLS", Call{Does: Serve, Why: whyServe}),
	each("(net.Listener).", "Accept", Call{Does: Serve, Handle: Recv, Result: 1, Why: whyServe}),
	each("(*net.UnixListener).", "Accept AcceptUnix", Call{Does: Serve, Handle: Recv, Result: 1, Why: whyServe}),
	each("(*net.TCPListener).", "Accept AcceptTCP", Call{Does: Serve, Handle: Recv, Result: 1, Why: whyServe}),
	each("net/http/fcgi.", "Serve", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("net/rpc.", "Accept", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("(*net/rpc.Server).", "Accept", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("(*google.golang.org/grpc.Server).", "Serve", Call{Does: Serve, Handle: 1, Why: whyServe}),
	each("(*github.com/gin-gonic/gin.Engine).", "Run RunTLS", Call{Does: Serve, Why: whyServe}),
)
