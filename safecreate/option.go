package safecreate

import (
	"errors"
	"fmt"
	"os"
)

// An Option asks for something that most calls do not need. Each says which functions know
// it; the others refuse it with [errors.ErrUnsupported] before anything is made, so that an
// option is never without effect.
type Option func(*options)

type options struct {
	ours     owners   // whose objects are ours besides this user's and root's
	uid, gid int      // of new objects, if given: see ids
	below    *os.Root // what names are relative to; nil is the working directory
	given    given
}

// given are the options that a call has got.
type given uint

const (
	optOurs given = 1 << iota
	optOwner
	optGroup
	optBelow
	optKeepOwner
	optFollowLink
	optNoSync
	optInPlace
	optIfAbsent
	optNarrow
)

// Sets that functions know.
const (
	fileOptions  = optOurs | optOwner | optGroup | optBelow
	writeOptions = fileOptions | optKeepOwner | optFollowLink | optNoSync | optInPlace | optIfAbsent
	dirOptions   = fileOptions | optNarrow
)

func (g given) name() string {
	for i, name := range []string{
		"Ours", "Owner", "Group", "Below", "KeepOwner", "FollowLink", "NoSync", "InPlaceIfBusy", "IfAbsent", "NarrowExisting",
	} {
		if g == 1<<i {
			return name
		}
	}
	return "of that kind"
}

// gather applies opts, all of which must be among known.
func gather(opts []Option, known given) (*options, error) {
	o := new(options)
	for _, opt := range opts {
		before := o.given
		o.given = 0
		opt(o)
		if o.given&^known != 0 {
			return nil, fmt.Errorf("option %s does nothing here: %w", o.given.name(), errors.ErrUnsupported)
		}
		o.given |= before
	}
	return o, nil
}

func (o *options) has(g given) bool { return o.given&g != 0 }

// chowns tells whether a new object is to have another owner or group than the kernel's
// choice.
func (o *options) chowns() bool { return o.has(optOwner | optGroup) }

// ids are the owner and the group of new objects; -1 is the kernel's choice.
func (o *options) ids() (uid, gid int) {
	uid, gid = -1, -1
	if o.has(optOwner) {
		uid = o.uid
	}
	if o.has(optGroup) {
		gid = o.gid
	}
	return uid, gid
}

// Ours accepts existing objects of these users like those of this user and of root. A
// daemon that starts as root and drops its rights leaves files of the user it has become;
// with Ours(uid) its next start as root takes them over. It is also for file systems that
// give root's objects to somebody else (NFS with root_squash, mounts with uid=). Known to
// every function with options.
func Ours(uids ...int) Option {
	return func(o *options) {
		o.given |= optOurs
		o.ours = append(o.ours, uids...)
	}
}

// Owner gives new objects to uid, which needs root: a file, directory or socket is made
// with no rights for group and others (a socket with none at all), then given away, then
// gets its mode. Existing objects keep their owner; those of uid are accepted, as with
// [Ours]. Known to every function with options, but not with a meaning for [IsRunning],
// [WaitPIDFile] and [Below].
func Owner(uid int) Option {
	return func(o *options) {
		o.given |= optOwner
		o.uid = uid
		o.ours = append(o.ours, uid)
	}
}

// Group gives new objects to the group gid, of which this user must be a member unless it
// is root: nobody of another group has the group bits of perm, not even for an instant. The
// order is that of [Owner]. Existing objects keep their group, except that what is replaced
// ([WriteFileWith], [Update], [LockPIDFile], stale sockets) is a new object.
func Group(gid int) Option {
	return func(o *options) {
		o.given |= optGroup
		o.gid = gid
	}
}

// Below makes the name relative to root, whatever links are in it: it cannot lead out of
// root. Known to [Create], [CreateNew], [OpenLog], [NewLog], [Update], [WriteFileWith],
// [WriteNew], [MkdirAllWith], [LockPIDFile], [IsRunning] and [WaitPIDFile]. Sockets are
// bound by path, which no system but FreeBSD can do below a directory.
func Below(root *os.Root) Option {
	return func(o *options) {
		o.given |= optBelow
		o.below = root
	}
}

// KeepOwner gives the new file the owner and the group of the one that it replaces; if that
// is not permitted the call fails and the old file stays. Without it only the group is
// kept. Known to [Update] and [WriteFileWith].
func KeepOwner() Option { return func(o *options) { o.given |= optKeepOwner } }

// FollowLink replaces the file that a link leads to instead of refusing the link, as for a
// configuration file that lives in a repository. The links must belong to this user, to
// root or to the users of [Ours]; where they lead is replaced as atomically as any file.
// Known to [Update] and [WriteFileWith].
func FollowLink() Option { return func(o *options) { o.given |= optFollowLink } }

// NoSync leaves out the syncs: content that can be made again (caches, pid files) is not
// worth waiting for the disk. Readers still see the old or the new content; after a power
// failure the file may be empty. Known to [Update], [WriteFileWith] and [WriteNew].
func NoSync() Option { return func(o *options) { o.given |= optNoSync } }

// InPlaceIfBusy writes into the existing file where it cannot be replaced because it is a
// mount point (EBUSY), as a single file is that is bind-mounted into a container. That is
// not atomic: a reader can see part of the content, and so does everybody after a crash.
// The file is narrowed to perm and keeps its owner and group. Known to [Update] and
// [WriteFileWith].
func InPlaceIfBusy() Option { return func(o *options) { o.given |= optInPlace } }

// IfAbsent publishes only where nothing is: with it Commit fails with [fs.ErrExist] if the
// name exists by then, as anything. Known to [Update]; see [WriteNew].
func IfAbsent() Option { return func(o *options) { o.given |= optIfAbsent } }

// NarrowExisting takes the bits outside perm away from an existing directory although there
// is something in it, which others may rely on. Known to [MkdirAllWith].
func NarrowExisting() Option { return func(o *options) { o.given |= optNarrow } }
