package runner

import (
	"container/heap"
	"context"
	"sync"
)

// slots bound how much runs at once. Of those who wait, the one with the lowest number is served first: packages are
// numbered so that this finishes a package, and with it frees memory, before it begins many others.
type slots struct {
	mu      sync.Mutex
	free    int
	waiting queue
}

// do runs f in a slot, unless the context is done by then.
func (s *slots) do(number int, ctx context.Context, f func()) {
	s.acquire(number)
	defer s.release()
	if ctx.Err() == nil {
		f()
	}
}

func (s *slots) acquire(number int) {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return
	}
	w := waiter{number, make(chan struct{})}
	heap.Push(&s.waiting, w)
	s.mu.Unlock()
	<-w.turn
}

func (s *slots) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.free++
		return
	}
	close(heap.Pop(&s.waiting).(waiter).turn)
}

// A waiter waits for its turn.
type waiter struct {
	number int
	turn   chan struct{}
}

// A queue is a heap of waiters.
type queue []waiter

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].number < q[j].number }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(w any)        { *q = append(*q, w.(waiter)) }

func (q *queue) Pop() any {
	last := len(*q) - 1
	w := (*q)[last]
	*q = (*q)[:last]
	return w
}
