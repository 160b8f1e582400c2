package driver

import "sync"

// slots bound how much runs at once. The last to ask is the first to be served: an analyzer that waits for others on
// the same package asks after them, so that each package is finished, and its memory free, before the next is begun.
type slots struct {
	mu      sync.Mutex
	free    int
	waiting []chan struct{}
}

func (s *slots) acquire() {
	s.mu.Lock()
	if s.free > 0 {
		s.free--
		s.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	s.waiting = append(s.waiting, turn)
	s.mu.Unlock()
	<-turn
}

func (s *slots) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	last := len(s.waiting) - 1
	if last < 0 {
		s.free++
		return
	}
	close(s.waiting[last])
	s.waiting = s.waiting[:last]
}
