package driver

import "testing"

func TestGrowth(t *testing.T) {
	last := growthMax
	for live := uint64(0); live < 4*heapGoal; live += heapGoal / 32 {
		percent := growth(live)
		if percent > last || percent < growthMin {
			t.Errorf("%d MB: %d %% after %d %%", live>>20, percent, last)
		}
		if peak := live + live*uint64(percent)/100; peak > heapGoal && percent > growthMin {
			t.Errorf("%d MB may grow to %d", live>>20, peak>>20)
		}
		last = percent
	}
	if last != growthMin {
		t.Errorf("a large heap may grow by %d %%", last)
	}
}
