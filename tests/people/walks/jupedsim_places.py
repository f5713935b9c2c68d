"""Let JuPedSim walk a scene told as JSON, and tell where everybody is in the end.

Run by an interpreter that has JuPedSim, which need not be this project's: nothing of the project is
imported here.
"""

import json
import sys

import shapely

__all__ = ["places"]


def places(scene):
    """Walk; a place for each person [m], or None for whoever has left."""
    import jupedsim as jps  # here, since pytest reads every file for examples

    models = {
        "collision-free-speed-plain": (
            jps.CollisionFreeSpeedModel,
            jps.CollisionFreeSpeedModelAgentParameters,
        ),
        "social-force": (jps.SocialForceModel, jps.SocialForceModelAgentParameters),
    }
    model, parameters = models[scene["model"]]
    ground = shapely.from_wkt(scene["ground"])
    simulation = jps.Simulation(model=model(), geometry=ground, dt=scene["dt"])
    stages = [simulation.add_exit_stage(shapely.from_wkt(e)) for e in scene["exits"]]
    journeys = [simulation.add_journey(jps.JourneyDescription([stage])) for stage in stages]
    agents = [
        simulation.add_agent(
            parameters(
                position=tuple(xy), journey_id=journeys[e], stage_id=stages[e],
                desired_speed=v, radius=0.2,
            )
        )
        for xy, e, v in zip(scene["start"], scene["exit_of"], scene["speed"], strict=True)
    ]  # fmt: skip
    simulation.iterate(round(scene["seconds"] / scene["dt"]))
    there = {agent.id: agent.position for agent in simulation.agents()}
    return [there.get(agent) for agent in agents]


if __name__ == "__main__":
    json.dump(places(json.load(sys.stdin)), sys.stdout)
