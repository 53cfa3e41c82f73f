/**
 * Rollouts that go on by themselves: {@link io.polyplug.plan.PlanCourse} decides, from
 * figures and the time alone, and {@link io.polyplug.plan.Plans} has its decisions
 * carried out. What a rollout is made of is unknown here: it is looked at and steered
 * through {@link io.polyplug.plan.RolloutSteering}.
 */
@NullMarked
package io.polyplug.plan;

import org.jspecify.annotations.NullMarked;
