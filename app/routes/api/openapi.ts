import { env } from "#app/base/env.ts";
import { openApi } from "#app/doors/api/openapi.ts";
import { endpoints } from "./endpoints.ts";

/** GET /api/openapi.json: the same for everybody, and nothing in it that depends on who asks. */
export function loader() {
	return Response.json(openApi(endpoints, env().publicUrl), { headers: { "Cache-Control": "public, max-age=300" } });
}
