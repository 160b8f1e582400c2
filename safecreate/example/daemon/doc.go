//go:build unix

// Daemon is the whole life of a daemon with safecreate and the standard library only:
//
//	daemon run       start as root, become another user in a jail, serve until SIGTERM
//	daemon status    tell whether it runs
//	daemon reload    have it open its log again, after rotation
//	daemon stop      end it, and wait until it has ended
//	daemon child     what the running daemon starts inside the jail
//
// It stays in the foreground, as service managers want it. The steps of its start are in
// start.go, in the order that matters:
//
//  1. user and group, as long as there is an /etc/passwd
//  2. the pid file, whose lock says that there is no other
//  3. the log
//  4. the socket of the group, and port 80
//  5. chroot
//  6. close-on-exec for whatever was inherited
//  7. the drop of every right, in every thread
//  8. standard output and error led to the log; until here the starter sees what fails
//  9. the first byte from others
//
// All that it keeps open is inside the jail, because a directory outside, such as that of a
// log that is opened again, would be the way out. Below /srv/daemon:
//
//	.            root, 0755: the user must not change what is /etc to it
//	run          root, 0755: the pid file, which the user must not replace
//	run/socket   the user and the group, 0750: the socket, which the user removes
//	log          the user, 0750: the log, which the user makes anew after rotation
//	bin/daemon   this program, linked statically, to be the child
package main
