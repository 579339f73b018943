/**
 * Takes the element that opens a floating box and gives where to put the box: in the dialog around the element, else in the
 * page's main part, so that screen readers find it inside a landmark. `null`: the body.
 */
export function landmarkOf(opener: Element | null): HTMLElement | null {
  return (
    opener?.closest<HTMLElement>("[role=dialog], [role=alertdialog], main") ??
    document.querySelector<HTMLElement>("main")
  );
}
