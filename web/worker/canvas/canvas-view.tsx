/** @jsxImportSource preact */
import { CanvasBar } from './canvas-bar.tsx'
import { ComparedView } from './compared-view.tsx'
import { type CanvasProps, canvasId } from './overlay.ts'
import { noticeWords, selectionWords } from './spoken.ts'
import { useCanvas } from './use-canvas.ts'
import { words } from './words.ts'

/** Shapes over a picture: with the tools to draw them, or beside what is right. */
export function CanvasView(props: CanvasProps) {
  const { compared } = props
  return compared ? <ComparedView {...props} compared={compared} /> : <DrawingView {...props} />
}

function DrawingView(props: CanvasProps) {
  const { title, help, id, t, language } = props
  const said = { ...words[language], nothingHere: t('nothingHere') }
  const { canvas, easel, board, sketch, hidden, hide, sayMore } = useCanvas(props, said)
  const notice = noticeWords(sketch, board, t)
  return (
    <>
      <CanvasBar
        {...props}
        sketch={sketch}
        hidden={hidden}
        words={said}
        ways={board.kind.ways.length}
        onHide={hide}
        onSayMore={sayMore}
        onIntent={(intent) => {
          props.onUse()
          canvas.current?.run(intent)
        }}
      />
      <div
        class="canvas"
        id={canvasId(id)}
        ref={easel.place}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on by keys, too
        tabIndex={0}
        role="application"
        aria-label={said.drawOn.replace('{field}', () => title)}
        aria-describedby={`canvas-help-${id}`}
        onFocus={() => {
          props.onUse()
          canvas.current?.set({ ...canvas.current.sketch(), tour: null })
        }}
      >
        <canvas ref={easel.still} />
        <canvas ref={easel.hand} />
        <div class="cross" ref={easel.cross} hidden />
        <canvas class="loupe" ref={easel.loupe} hidden />
        <p class="visually-hidden" id={`canvas-help-${id}`}>
          {help} {said.help}
        </p>
        <p class="visually-hidden" role="status">
          {selectionWords(sketch, board, props)}
        </p>
        <p class="canvas-notice" role="status">
          {notice}
        </p>
      </div>
    </>
  )
}
