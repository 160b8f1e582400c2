package driver

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// heapGoal is how large the heap may grow at the price of nothing: below it the garbage collector runs as rarely as it
// can. What is alive at once is a third of it in a program of a thousand packages.
const heapGoal = 768 << 20

// growth bounds how far the heap may grow, in percent of what is alive, when it is small and when it is large.
const growthMax, growthMin = 400, 50

// tuneMemory trades memory for time while a run lasts, unless the user set GOGC. The caller calls the function that
// it returns when the run is over.
func tuneMemory() (restore func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(growthMax)
	done := make(chan struct{})
	afterCollection(func() bool {
		select {
		case <-done:
			return false
		default:
		}
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		debug.SetGCPercent(growth(live[0].Value.Uint64()))
		return true
	})
	return func() {
		close(done)
		debug.SetGCPercent(before)
	}
}

// growth returns the percentage by which a heap with so many bytes alive may grow.
func growth(live uint64) int {
	if live >= heapGoal {
		return growthMin
	}
	return int(min(growthMax, max(growthMin, (heapGoal-live)*100/max(live, 1))))
}

// afterCollection calls f after each garbage collection while it returns true.
func afterCollection(f func() bool) {
	type sentinel struct{ _ [16]byte }
	var arm func()
	arm = func() {
		runtime.SetFinalizer(new(sentinel), func(*sentinel) {
			if f() {
				arm()
			}
		})
	}
	arm()
}
