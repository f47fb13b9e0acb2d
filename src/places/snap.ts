// Places: the fixed grid of public points, as this room's readers use it. The store snaps by the same one before it compares anything.
export { AREA_RADIUS_M, snap } from "../domain/grid.ts";
