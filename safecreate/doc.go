// Package safecreate makes files, directories, sockets, pid files and child
// environments that are right at birth: nobody who may not use them can use
// them, not even for an instant, whatever umask the process has inherited.
//
// # Rules
//
// These hold for every function that takes a perm, unless its own comment says
// otherwise:
//
//   - The perm is exact. A new object has exactly the permission bits of perm
//     when the call returns, whatever the umask is, and at no instant a bit
//     outside perm. (A default POSIX ACL of the directory is applied by the
//     kernel first; the group bits of perm then bound its named entries.)
//   - The umask is neither changed nor, where it matters, obeyed: it belongs to
//     the whole process, and another goroutine creates files meanwhile.
//   - An object that exists is used only if it is what was asked for (a regular
//     file with a single link, a directory; never a symbolic link) and belongs to
//     this user, to root or to a user of [Ours]. Bits outside perm are taken away from
//     a file, or from a directory in which there is nothing, before anything else
//     happens to it; bits are never added. Otherwise the call fails and leaves
//     the object as it was.
//   - What was made is held: its directory and its inode stay open as long as the
//     [Listener], [PIDFile], [Log] or [Pending] does, and Close and Commit go by them,
//     not by the name. Chdir, chroot, renamed and swapped directories, a successor's
//     object of the same name or inode number do not lead them astray. (A directory
//     that is held is a way out of a chroot for whoever takes over the process: what a
//     process in a jail keeps open should be made inside.)
//   - Paths are never cleaned: "link/../x" is where the kernel finds it.
//   - A perm with bits outside 0777 is refused with [ErrBadPerm]. Package os
//     drops them silently when they are written as numbers, so that
//     os.Mkdir(name, 01777) makes a world-writable directory without sticky bit.
//   - An [Option] that a function does not know is refused, never ignored.
//   - Every descriptor is close-on-exec from the start.
//   - Errors are *fs.PathError or *net.OpError that wrap the sentinels of this
//     package and the error numbers of the system; use errors.Is.
//
// The last element of a path is protected, and the directory that holds it is
// trusted: whoever may write to that directory (and is not held off by a sticky
// bit) can rename what is in it at any time, and no library can prevent it.
// [CheckPath] tells whether anybody can.
//
// # Systems
//
// On Linux everything works as documented and is tested by running. On FreeBSD,
// macOS, OpenBSD, NetBSD and DragonFly the differences are noted at each
// function. On Solaris and AIX, whose Go ports have no flock, unix sockets and
// pid files fail with [errors.ErrUnsupported]. Windows, Plan 9, js and wasip1
// have no modes, owners or umask in this sense: perm is handed to package os, links are
// still refused, and what cannot be promised fails with [errors.ErrUnsupported].
package safecreate
