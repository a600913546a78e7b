/** The page on which the calls of the API can be read and tried. */
export const referencePath = "/v1.0/docs";

/** The document of the API. */
export const documentPath = "/v1.0/openapi.json";

/** Pages about the API: they stand below its address, and are pages of the site like others. */
export function isReferencePath(path: string): boolean {
  return path === referencePath || path.startsWith(`${referencePath}/`);
}
