// Which of Home Assistant's entities are Ring Watch's. Every user may see these.

import type { HassEntity, HomeAssistant, RegistryEntry } from "./hass.js";

type Registry = Pick<HomeAssistant, "entities">;

const known = new WeakMap<object, RegistryEntry[]>();

/** Return Ring Watch's entities; quick while the registry stays the same. */
export function ours({ entities }: Registry): RegistryEntry[] {
  let found = known.get(entities);
  if (!found) {
    found = Object.values(entities).filter((entry) => entry.platform === "ring_watch");
    known.set(entities, found);
  }
  return found;
}

/** Return the id of an entity of the whole home, such as "binary_sensor.request_waiting". */
export function homeEntity(hass: Registry, key: string): string | undefined {
  const [domain, name] = key.split(".");
  return ours(hass).find(
    (entry) => entry.translation_key === name && entry.entity_id.startsWith(`${domain}.`),
  )?.entity_id;
}

/** Return the state of the sensor that tells whether a request waits. */
export function requestWaiting(hass: HomeAssistant | undefined): HassEntity | undefined {
  const id = hass?.entities && homeEntity(hass, "binary_sensor.request_waiting");
  return id ? hass.states[id] : undefined;
}

/** Return the devices that are doorbells. */
export function doorbellDevices(hass: Registry): string[] {
  return ours(hass)
    .filter((entry) => entry.entity_id.startsWith("camera.") && entry.device_id)
    .map((entry) => entry.device_id!);
}

export interface DoorbellEntities {
  camera?: HassEntity;
  ring?: HassEntity;
  motion?: HassEntity;
  recording?: HassEntity;
}

/** Return the states of a doorbell's entities, those that are there. */
export function doorbellEntities(hass: HomeAssistant, device: string): DoorbellEntities {
  const found: DoorbellEntities = {};
  for (const { entity_id, device_id, translation_key } of ours(hass)) {
    const state = device_id === device ? hass.states[entity_id] : undefined;
    if (!state) continue;
    const kind = `${entity_id.split(".")[0]}/${state.attributes["device_class"] ?? ""}`;
    if (kind.startsWith("camera/")) found.camera = state;
    else if (kind === "event/doorbell") found.ring = state;
    else if (kind === "binary_sensor/motion") found.motion = state;
    else if (kind === "binary_sensor/running" && translation_key === "recording")
      found.recording = state;
  }
  return found;
}

/** Return a device's name as its owner gave it. */
export function deviceName(hass: Pick<HomeAssistant, "devices">, device: string): string {
  const { name_by_user, name } = hass.devices[device] ?? {};
  return name_by_user || name || "";
}
