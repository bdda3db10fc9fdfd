"""Opens a results.gpkg in QGIS without a window, checks that every layer is drawn by its own style, renders a picture.

usage: render_in_qgis.py RESULTS.gpkg OUT.png      (an interpreter that has PyQGIS, e.g. /usr/bin/python3)
Exit 0: fine. 1: a check failed. 77: there is no PyQGIS here.
"""
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
scratch = tempfile.mkdtemp(prefix="catchment-qgis-")
os.environ["HOME"] = scratch
os.environ["XDG_RUNTIME_DIR"] = scratch
os.chmod(scratch, 0o700)
try:
    from qgis.core import (Qgis, QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsVectorLayer)
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QColor
except ImportError:
    print("no PyQGIS here")
    sys.exit(77)

# From the top of the map down, with the renderer that each must get from its style.
EXPECTED = {
    "facilities": "categorizedSymbol", "organisations": "categorizedSymbol", "venues": "singleSymbol",
    "gates": "categorizedSymbol", "demand": "categorizedSymbol", "context_points": "categorizedSymbol",
    "buildings": "categorizedSymbol", "streets": "categorizedSymbol", "context_lines": "categorizedSymbol",
    "areas": "graduatedSymbol", "context": "categorizedSymbol",
}


def main(path, picture):
    application = QgsApplication([], False)
    application.initQgis()
    failures = []
    layers = []
    for name, renderer in EXPECTED.items():
        layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
        if not layer.isValid():
            failures.append(f"{name}: cannot be opened")
            continue
        stored = layer.listStylesInDatabase()[0]
        kind = layer.renderer().type()
        aliased = sum(1 for f in layer.fields() if f.alias())
        legend = len(layer.renderer().legendSymbolItems())
        print(f"{name}: {layer.featureCount()} features, {kind}, {legend} in the legend, {stored} style, "
              f"{aliased} aliases, labels {layer.labelsEnabled()}, CRS {layer.crs().authid()}")
        for item in layer.renderer().legendSymbolItems():
            print("   ", item.label())
        if stored < 1:
            failures.append(f"{name}: no style is stored for it")
        if kind != renderer and not (name == "organisations" and kind == "singleSymbol"):   # not computed in every run
            failures.append(f"{name}: drawn as {kind}, not {renderer}")
        if not layer.crs().isValid():
            failures.append(f"{name}: no CRS")
        layers.append(layer)
    if failures:
        print("\n".join(failures), file=sys.stderr)
        return 1

    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setOutputSize(QSize(1400, 1300))
    settings.setOutputDpi(150)
    settings.setBackgroundColor(QColor("#F7F6F2"))
    settings.setDestinationCrs(layers[0].crs())
    # Of the first layer that holds anything: a study without streets has none to frame.
    order = ("streets", "areas", "demand", "facilities")
    framed = [layer for name in order for layer in layers if layer.name() == name and layer.featureCount() > 0]
    extent = framed[0].extent()
    extent.scale(1.35)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    if job.errors():
        print([(e.layerID, e.message) for e in job.errors()], file=sys.stderr)
        return 1
    image = job.renderedImage()
    image.save(picture, "png")
    # The colours of the split must be there where a building has that state: the ground must not be all there is.
    colours = {"served": (0x00, 0x72, 0xB2), "no_capacity": (0xE6, 0x9F, 0x00), "out_of_reach": (0xD5, 0x5E, 0x00)}
    buildings = next(layer for layer in layers if layer.name() == "buildings")
    column = buildings.renderer().classAttribute()
    states = [feature[column] for feature in buildings.getFeatures()] if column else []
    wanted = {name: rgb for name, rgb in colours.items() if states.count(name) > 3}
    found = dict.fromkeys(wanted, 0)
    for y in range(0, image.height(), 2):
        for x in range(0, image.width(), 2):
            c = image.pixelColor(x, y)
            for name, rgb in wanted.items():
                found[name] += (c.red(), c.green(), c.blue()) == rgb
    print(found)
    for name, count in found.items():
        if count < 20:
            failures.append(f"colour of '{name}' covers only {count} of the sampled pixels")
    if failures:
        print("\n".join(failures), file=sys.stderr)
    # No exitQgis: some builds crash while unloading providers, after all is done.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if failures else 0)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1], sys.argv[2]))
