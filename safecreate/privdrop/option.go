package privdrop

// An Option asks [To] for something that most programs do not need.
type Option func(*options)

type options struct{ allowSetuid bool }

func gather(opts []Option) options {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return o
}

// AllowSetuid is for a process whose children need setuid programs or file capabilities
// (sudo, sendmail, ping): [To] then neither sets no_new_privs nor empties the bounding set,
// and execve of such a program gives this process what it gives every user.
func AllowSetuid() Option { return func(o *options) { o.allowSetuid = true } }
