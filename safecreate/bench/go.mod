module github.com/permvet/permvet/safecreate/bench

go 1.25

require (
	github.com/docker/go-connections v0.8.2
	github.com/google/renameio/v2 v2.0.2
	github.com/moby/sys/atomicwriter v0.1.0
	github.com/natefinch/atomic v1.0.1
	github.com/permvet/permvet/safecreate v0.0.0
)

require (
	github.com/Microsoft/go-winio v0.6.2 // indirect
	github.com/moby/sys/sequential v0.6.0 // indirect
	golang.org/x/sys v0.10.0 // indirect
)

replace github.com/permvet/permvet/safecreate => ../
