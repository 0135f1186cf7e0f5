package dev.hanse.apiserver.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a number of requests run at the same time and shares them among flows.
///
/// Requests that find no free seat wait in the queue of their flow, and flows take turns: who sends
/// much waits for himself. No flow may hold all seats, so that slow requests of one leave room for
/// the others. Memory is bounded by the length of a queue and of all queues together.
///
/// Thread-safe: everything is guarded by one lock, held for no more than a few steps.
final class FairGate {

    /// @param seats requests that run at the same time
    /// @param share how many of them may be of one flow
    /// @param queue requests of one flow that wait at the same time
    /// @param waiting requests of all flows that wait at the same time
    record Size(int seats, int share, int queue, int waiting) {}

    private static final class Flow {
        private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
        private int running;
        private boolean linedUp;
    }

    private static final class Waiter {
        private final Condition called;
        private boolean seated;

        Waiter(Condition called) {
            this.called = called;
        }
    }

    private final Size size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Flow> flows = new HashMap<>();

    // INVARIANT: has exactly the flows that have somebody waiting and less than their share.
    private final ArrayDeque<Flow> turns = new ArrayDeque<>();
    private int taken;
    private int waiting;

    FairGate(Size size) {
        this.size = size;
    }

    /// Takes a seat, which must be given back by [#leave]; waits for one if there is none.
    ///
    /// @return false when too many wait already, or nobody left in time
    /// @throws InterruptedException while waiting; no seat is taken then
    boolean enter(String name, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            var flow = flows.computeIfAbsent(name, _ -> new Flow());
            if (taken < size.seats() && flow.running < size.share() && flow.queue.isEmpty()) {
                seat(flow);
                return true;
            }
            if (flow.queue.size() >= size.queue() || waiting >= size.waiting()) {
                forgetIfIdle(name, flow);
                return false;
            }
            return await(name, flow, patience);
        } finally {
            lock.unlock();
        }
    }

    private boolean await(String name, Flow flow, Duration patience) throws InterruptedException {
        var waiter = new Waiter(lock.newCondition());
        flow.queue.add(waiter);
        waiting++;
        lineUp(flow);
        try {
            long left = patience.toNanos();
            while (!waiter.seated && left > 0) {
                left = waiter.called.awaitNanos(left);
            }
            return waiter.seated;
        } catch (InterruptedException e) {
            if (waiter.seated) {
                giveBack(name, flow);
            }
            throw e;
        } finally {
            if (!waiter.seated) {
                flow.queue.remove(waiter);
                waiting--;
                forgetIfIdle(name, flow);
            }
        }
    }

    void leave(String name) {
        lock.lock();
        try {
            var flow = flows.get(name);
            if (flow == null) {
                throw new IllegalStateException(name + " has no seat");
            }
            giveBack(name, flow);
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(String name, Flow flow) {
        flow.running--;
        taken--;
        lineUp(flow);
        while (taken < size.seats() && !turns.isEmpty()) {
            var next = turns.remove();
            next.linedUp = false;
            var waiter = next.queue.poll();
            if (waiter != null) {
                waiting--;
                waiter.seated = true;
                seat(next);
                waiter.called.signal();
                lineUp(next);
            }
        }
        forgetIfIdle(name, flow);
    }

    private void seat(Flow flow) {
        flow.running++;
        taken++;
    }

    private void lineUp(Flow flow) {
        if (!flow.linedUp && !flow.queue.isEmpty() && flow.running < size.share()) {
            flow.linedUp = true;
            turns.add(flow);
        }
    }

    private void forgetIfIdle(String name, Flow flow) {
        if (flow.running == 0 && flow.queue.isEmpty()) {
            if (flow.linedUp) {
                turns.remove(flow);
            }
            flows.remove(name);
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /// How many flows have somebody here; none when nobody is.
    int flows() {
        lock.lock();
        try {
            return flows.size();
        } finally {
            lock.unlock();
        }
    }
}
