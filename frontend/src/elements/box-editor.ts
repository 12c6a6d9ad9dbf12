import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { between, MOST, pushed, stretched, type Box, type Point } from "../boxes.js";
import { define } from "../define.js";
import "../review-texts.js";
import { shared } from "../styles.js";
import { RingWatchElement } from "./element.js";

const STEP = 0.02;
const ARROWS: Record<string, Point> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/**
 * Boxes drawn on a picture: lies over whatever positioned element holds it. Drag from
 * corner to corner, or tap one corner and then the other. A box is dragged, and stretched
 * by its grip; one that has the focus moves with the arrows, is stretched with Shift and
 * the arrows, removed with Delete.
 * Fires `boxes-changed` with all boxes.
 */
export class RingWatchBoxes extends RingWatchElement {
  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        inset: 0;
        pointer-events: none;
      }
      .area {
        position: absolute;
        inset: 0;
        overflow: hidden;
      }
      .area.editing {
        pointer-events: auto;
        cursor: crosshair;
        touch-action: none;
      }
      .box,
      .zone,
      .corner {
        position: absolute;
        box-shadow: 0 0 0 1px #000;
        border: 2px solid #fff;
      }
      .zone {
        border-style: dashed;
      }
      .box {
        background: rgba(0, 0, 0, 0.6);
      }
      button.box,
      button.remove {
        min-height: 0;
        padding: 0;
        border-radius: 0;
        position: absolute;
        touch-action: none;
      }
      button.box {
        background: rgba(0, 0, 0, 0.6);
        border: 2px solid #fff;
        cursor: move;
      }
      button.box:focus-visible {
        outline: 3px solid #ffeb3b;
        outline-offset: 0;
      }
      button.remove {
        width: 32px;
        height: 32px;
        line-height: 28px;
        font-size: 20px;
        background: #000;
        color: #fff;
        border: 1px solid #fff;
      }
      .grip {
        position: absolute;
        width: 24px;
        height: 24px;
        border: 2px solid #000;
        border-radius: 50%;
        background: #fff;
        cursor: nwse-resize;
        touch-action: none;
      }
      .corner {
        width: 12px;
        height: 12px;
        margin: -6px;
        background: #ffeb3b;
      }
    `,
  ];

  @property({ attribute: false }) boxes: readonly Box[] = [];
  /** Shown, but not to be changed here. */
  @property({ attribute: false }) zones: readonly Box[] = [];
  @property({ type: Boolean }) editing = false;
  @state() private drawn: Box | undefined;
  /** The first corner, after a tap. */
  @state() private corner: Point | undefined;

  private from: Point | undefined;
  private held: { index: number; at: Point; grip: boolean } | undefined;

  /** Add a box in the middle, and move the focus to it. */
  async add(): Promise<void> {
    if (this.boxes.length >= MOST) return;
    this.changed([...this.boxes, { x: 0.35, y: 0.35, width: 0.3, height: 0.3 }]);
    await this.updateComplete;
    [...this.renderRoot.querySelectorAll<HTMLElement>("button.box")].at(-1)?.focus();
  }

  private changed(boxes: readonly Box[]): void {
    this.boxes = boxes;
    this.fire("boxes-changed", boxes);
  }

  private replace(index: number, box: Box): void {
    this.changed(this.boxes.map((other, i) => (i === index ? box : other)));
  }

  private without(index: number): void {
    this.changed(this.boxes.filter((_, i) => i !== index));
  }

  private at(event: PointerEvent): Point {
    const area = this.renderRoot.querySelector(".area")!.getBoundingClientRect();
    return {
      x: (event.clientX - area.left) / (area.width || 1),
      y: (event.clientY - area.top) / (area.height || 1),
    };
  }

  private down(event: PointerEvent): void {
    if (!this.editing || event.button !== 0) return;
    const target = event.target as HTMLElement;
    if (target.classList.contains("remove")) return;
    const index = target.dataset["index"];
    if (index === undefined) this.from = this.at(event);
    else {
      const grip = target.classList.contains("grip");
      this.held = { index: Number(index), at: this.at(event), grip };
    }
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const at = this.at(event);
    if (this.from) this.drawn = between(this.from, at);
    const box = this.held && this.boxes[this.held.index];
    if (!this.held || !box) return;
    const by = { x: at.x - this.held.at.x, y: at.y - this.held.at.y };
    this.replace(this.held.index, (this.held.grip ? stretched : pushed)(box, by));
    this.held = { ...this.held, at };
  }

  private up(event: PointerEvent): void {
    const { from } = this;
    if (from) {
      const at = this.at(event);
      const dragged = between(from, at);
      const box = dragged ?? (this.corner && between(this.corner, at));
      this.corner = box ? undefined : at;
      if (box && this.boxes.length < MOST) this.changed([...this.boxes, box]);
    }
    this.rest();
  }

  private rest(): void {
    this.from = this.held = this.drawn = undefined;
  }

  private press(event: KeyboardEvent, index: number): void {
    const box = this.boxes[index];
    const arrow = ARROWS[event.key];
    if (!box || (!arrow && event.key !== "Delete" && event.key !== "Backspace")) return;
    event.preventDefault();
    if (!arrow) this.without(index);
    else this.replace(index, (event.shiftKey ? stretched : pushed)(box, arrow));
  }

  protected override willUpdate(): void {
    if (!this.editing) this.corner = undefined;
  }

  protected override render() {
    const style = ({ x, y, width, height }: Box) =>
      `left:${x * 100}%;top:${y * 100}%;width:${width * 100}%;height:${height * 100}%`;
    const still = (box: Box, name: string) =>
      html`<div class=${name} style=${style(box)}></div>`;
    const movable = (box: Box, index: number) => html`
      <button
        class="box"
        type="button"
        data-index=${index}
        style=${style(box)}
        aria-label=${this.t("review_box", { number: index + 1 })}
        aria-description=${this.t("review_box_keys")}
        @keydown=${(event: KeyboardEvent) => this.press(event, index)}
      ></button>
      <button
        class="remove"
        type="button"
        style="left:calc(${Math.min(1, box.x + box.width) * 100}% - 32px);top:${box.y * 100}%"
        aria-label=${this.t("review_box_remove", { number: index + 1 })}
        @click=${() => this.without(index)}
      >
        ×
      </button>
      <div
        class="grip"
        data-index=${index}
        style="left:min(${(box.x + box.width) * 100}% - 12px, 100% - 24px);
          top:min(${(box.y + box.height) * 100}% - 12px, 100% - 24px)"
      ></div>
    `;
    return html`<div
      class="area ${this.editing ? "editing" : ""}"
      @pointerdown=${this.down}
      @pointermove=${this.move}
      @pointerup=${this.up}
      @pointercancel=${this.rest}
    >
      ${this.zones.map((zone) => still(zone, "zone"))}
      ${this.boxes.map((box, i) => (this.editing ? movable(box, i) : still(box, "box")))}
      ${this.drawn ? still(this.drawn, "box") : nothing}
      ${this.corner
        ? html`<div
            class="corner"
            style="left:${this.corner.x * 100}%;top:${this.corner.y * 100}%"
          ></div>`
        : nothing}
    </div>`;
  }
}

define("ring-watch-boxes", RingWatchBoxes);
